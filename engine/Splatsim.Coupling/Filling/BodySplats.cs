using Splatsim.Mathematics;
using Splatsim.Splats;

namespace Splatsim.Coupling;

/// <summary>The splats of one body as Gaussians of simulation space: mean [m], covariance [m^2], opacity.</summary>
internal sealed class BodySplats
{
    private BodySplats(int count)
    {
        Means = new Vector3<Real64>[count];
        Covariances = new SymmetricMatrix3x3<Real64>[count];
        ShortAxes = new Vector3<Real64>[count];
        Flatness = new double[count];
        Opacities = new double[count];
    }

    public int Count => Means.Length;

    public int Ignored { get; private init; }

    public Vector3<Real64>[] Means { get; }

    public SymmetricMatrix3x3<Real64>[] Covariances { get; }

    /// <summary>Unit axis of the smallest standard deviation: the normal of a splat that lies on a surface.</summary>
    public Vector3<Real64>[] ShortAxes { get; }

    /// <summary>Smallest standard deviation over the middle one: 0 a disk, 1 no preferred normal.</summary>
    public double[] Flatness { get; }

    public double[] Opacities { get; }

    public static BodySplats From(GaussianCloud cloud, ReadOnlySpan<int> indices, SceneFrame frame, double minimumOpacity)
    {
        int kept = 0;
        foreach (int index in indices)
            if (cloud.OpacityOf(index) >= minimumOpacity) kept++;
        BodySplats body = new(kept) { Ignored = indices.Length - kept };
        int next = 0;
        foreach (int index in indices)
            if (cloud.OpacityOf(index) >= minimumOpacity) body.Set(next++, cloud, index, frame);
        return body;
    }

    private void Set(int slot, GaussianCloud cloud, int index, SceneFrame frame)
    {
        Means[slot] = frame.ToSimulation(cloud.MeanOf(index));
        Opacities[slot] = cloud.OpacityOf(index);
        Matrix3x3<Real64> axes = cloud.RotationOf(index).Normalized.ToMatrix();
        Vector3<Real64> scale = cloud.ScaleOf(index);
        SymmetricMatrix3x3<Real64> covariance = SymmetricMatrix3x3<Real64>.FromPrincipal(
            in axes, new(scale.X * scale.X, scale.Y * scale.Y, scale.Z * scale.Z));
        Covariances[slot] = frame.CovarianceToSimulation(in covariance);
        double x = scale.X.Value, y = scale.Y.Value, z = scale.Z.Value;
        double least = Math.Min(x, Math.Min(y, z)), most = Math.Max(x, Math.Max(y, z));
        double middle = Math.Max(Math.Min(x, y), Math.Min(Math.Max(x, y), z));
        Flatness[slot] = middle > 0 && most > 0 ? least / middle : 0;
        Vector3<Real64> axis = x == least ? axes.Column0 : y == least ? axes.Column1 : axes.Column2;
        ShortAxes[slot] = frame.DirectionToSimulation(in axis);
    }
}
