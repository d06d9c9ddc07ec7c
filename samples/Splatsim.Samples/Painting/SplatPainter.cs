using Splatsim.Mathematics;
using Splatsim.Splats;

namespace Splatsim.Samples;

/// <summary>Collects painted surface splats and turns them into a cloud as a capture would have it.</summary>
internal sealed class SplatPainter(int seed)
{
    private readonly record struct Disc(
        Vector3<Real64> Position, Vector3<Real64> Normal, Vector3<Real64> Tangent, double Along, double Across, Paint Paint);

    private readonly List<Disc> discs = [];

    /// <summary>Randomness of positions and sizes.</summary>
    public Random Random { get; } = new(seed);

    /// <summary>The light that everything is painted in.</summary>
    public Lighting Lighting { get; } = new();

    /// <summary>Adds one flat splat.</summary>
    /// <param name="position">Centre [m], y up.</param>
    /// <param name="normal">Unit normal.</param>
    /// <param name="tangent">A direction in the surface.</param>
    /// <param name="along">Standard deviation along the tangent [m].</param>
    /// <param name="across">Standard deviation across it [m].</param>
    /// <param name="paint">What it looks like.</param>
    public void Add(Vector3<Real64> position, Vector3<Real64> normal, Vector3<Real64> tangent, double along, double across, Paint paint) =>
        discs.Add(new(position, normal, tangent, along, across, paint));

    /// <summary>The cloud, lit, degree 3, in the axes of training programs (y down, z forward).</summary>
    public GaussianCloud Build()
    {
        GaussianCloud cloud = new(discs.Count, 3) { Frame = CoordinateFrame.RightUpBack };
        Span<double> sh = stackalloc double[48];
        for (int i = 0; i < discs.Count; i++)
        {
            Disc disc = discs[i];
            Vector3<Real64> tangent = (disc.Tangent - Vector3<Real64>.Dot(disc.Tangent, disc.Normal) * disc.Normal).Normalized;
            Matrix3x3<Real64> axes = Matrix3x3<Real64>.FromColumns(tangent, Vector3<Real64>.Cross(disc.Normal, tangent), disc.Normal);
            Quaternion<Real64> q = Quaternion<Real64>.FromMatrix(axes);
            (cloud.X[i], cloud.Y[i], cloud.Z[i]) = ((float)disc.Position.X.Value, (float)disc.Position.Y.Value, (float)disc.Position.Z.Value);
            (cloud.RotationW[i], cloud.RotationX[i], cloud.RotationY[i], cloud.RotationZ[i]) =
                ((float)q.W.Value, (float)q.X.Value, (float)q.Y.Value, (float)q.Z.Value);
            cloud.LogScaleX[i] = (float)Math.Log(disc.Along);
            cloud.LogScaleY[i] = (float)Math.Log(disc.Across);
            // Captures are not infinitely thin either.
            cloud.LogScaleZ[i] = (float)Math.Log(0.12 * Math.Min(disc.Along, disc.Across));
            double opacity = 0.9 + 0.08 * Random.NextDouble();
            cloud.OpacityLogit[i] = (float)Math.Log(opacity / (1 - opacity));
            Lighting.Shade(disc.Position, disc.Normal, disc.Paint, sh);
            for (int k = 0; k < 16; k++)
                for (int c = 0; c < 3; c++) cloud.Sh(k, c)[i] = (float)sh[3 * k + c];
        }

        CloudTransforms.ToFrame(cloud, CoordinateFrame.RightDownForward);
        return MortonOrder.Sort(cloud);
    }
}
