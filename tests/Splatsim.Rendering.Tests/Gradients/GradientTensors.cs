using Splatsim.Mathematics;
using Splatsim.Splats;

namespace Splatsim.Rendering.Tests.Gradients;

/// <summary>Gradients of both rasterizers as named tensors of one layout, row-major.</summary>
internal static class GradientTensors
{
    /// <summary>The tensors of the reference; covariances and rotations where splats have moved.</summary>
    public static Dictionary<string, double[]> Of(RenderGradient gradient, ReferenceCloud cloud, bool isMoved) => new()
    {
        ["means"] = gradient.Means,
        ["quaternions"] = gradient.Quaternions,
        ["log-scales"] = gradient.LogScales,
        ["opacity logits"] = gradient.OpacityLogits,
        ["harmonics"] = gradient.Sh,
        ["channels"] = gradient.Channels,
        ["covariances"] = isMoved ? [.. gradient.Covariances.SelectMany((g, i) => Flat(cloud.Moved[i] is null ? default : g))] : [],
        ["rotations"] = isMoved ? [.. gradient.Rotations.SelectMany(Flat)] : [],
        ["background"] = Flat(gradient.Background),
        ["background picture"] = gradient.BackgroundImage ?? [],
        ["pose rotation"] = Flat(gradient.PoseRotation),
        ["pose translation"] = Flat(gradient.PoseTranslation),
        ["view matrix"] = [.. Flat(gradient.Camera.Rotation), .. Flat(gradient.Camera.Translation)],
        ["focal lengths"] = Numbers(gradient.Camera.Fx, gradient.Camera.Fy),
        ["principal point"] = Numbers(gradient.Camera.Cx, gradient.Camera.Cy),
    };

    /// <summary>The tensors of the fast path; means are those of moved splats where they have moved.</summary>
    public static Dictionary<string, double[]> Of(SplatGradient gradient)
    {
        GaussianCloud cloud = gradient.Cloud;
        int count = cloud.Count;
        double[] means = Rows(count, Geometry(cloud, 0, 3)), covariances = [], rotations = [];
        if (gradient.Deformed is { } deformed)
        {
            (covariances, rotations) = (new double[6 * count], new double[9 * count]);
            double[] moved = Rows(deformed.Count, deformed.X, deformed.Y, deformed.Z);
            for (int row = 0; row < deformed.Count; row++)
            {
                int splat = deformed.Indices?[row] ?? row;
                // Neither the mean at rest nor the moved one may have what belongs to the other.
                for (int axis = 0; axis < 3; axis++) Assert.Equal(0, means[3 * splat + axis]);
                moved.AsSpan(3 * row, 3).CopyTo(means.AsSpan(3 * splat));
                for (int i = 0; i < 6; i++) covariances[6 * splat + i] = deformed.Covariance[i][row];
                for (int i = 0; i < 9; i++) rotations[9 * splat + i] = deformed.Rotation[i][row];
            }
        }

        return new()
        {
            ["means"] = means,
            ["quaternions"] = Rows(count, Geometry(cloud, 3, 4)),
            ["log-scales"] = Rows(count, Geometry(cloud, 7, 3)),
            ["opacity logits"] = Rows(count, Geometry(cloud, 10, 1)),
            ["harmonics"] = Rows(count, [.. cloud.ShColumns]),
            ["channels"] = gradient.Channels is { } channels ? Rows(channels.Values.Length, channels.Values) : [],
            ["covariances"] = covariances,
            ["rotations"] = rotations,
            ["background"] = Flat(gradient.Background),
            ["background picture"] = gradient.BackgroundImage is { } picture ? [.. picture.Data.Select(v => (double)v)] : [],
            ["pose rotation"] = Flat(gradient.PoseRotation),
            ["pose translation"] = Flat(gradient.PoseTranslation),
            ["view matrix"] = [.. Flat(gradient.Camera.Rotation), .. Flat(gradient.Camera.Translation)],
            ["focal lengths"] = Numbers(gradient.Camera.Fx, gradient.Camera.Fy),
            ["principal point"] = Numbers(gradient.Camera.Cx, gradient.Camera.Cy),
        };
    }

    // Means, quaternions, log-scales, opacity logit.
    private static AlignedArray<float>[] Geometry(GaussianCloud cloud, int first, int count) => [.. cloud.GeometryColumns.Skip(first).Take(count)];

    private static double[] Rows(int count, params AlignedArray<float>[] columns)
    {
        double[] result = new double[count * columns.Length];
        for (int i = 0; i < result.Length; i++) result[i] = columns[i % columns.Length][i / columns.Length];
        return result;
    }

    /// <summary>Numbers as doubles.</summary>
    public static double[] Numbers(params ReadOnlySpan<Real64> values)
    {
        double[] result = new double[values.Length];
        for (int i = 0; i < result.Length; i++) result[i] = values[i].Value;
        return result;
    }

    /// <summary>x, y, z.</summary>
    public static double[] Flat(Vector3<Real64> v) => Numbers(v.X, v.Y, v.Z);

    /// <summary>xx, xy, xz, yy, yz, zz.</summary>
    public static double[] Flat(SymmetricMatrix3x3<Real64> s) => Numbers(s.XX, s.XY, s.XZ, s.YY, s.YZ, s.ZZ);

    /// <summary>Nine entries, row-major.</summary>
    public static double[] Flat(Matrix3x3<Real64> m) => [.. Flat(m.Row0), .. Flat(m.Row1), .. Flat(m.Row2)];
}
