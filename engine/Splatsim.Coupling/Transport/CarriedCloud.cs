using Splatsim.Compute;
using Splatsim.Mathematics;
using Splatsim.Splats;

namespace Splatsim.Coupling;

/// <summary>Makes a cloud that any viewer can draw out of moved splats.</summary>
public static class CarriedCloud
{
    private const int Chunk = 1024;

    // Variances below this share of the largest are rounding noise of single precision.
    private const double NoiseFloor = 1e-9;

    /// <summary>
    /// A copy of the cloud with the motion baked in: mean, rotation and log-scales from the moved covariance, harmonics
    /// turned by the polar rotation, opacity as it was. Hidden splats are left out.
    /// </summary>
    /// <param name="cloud">The cloud at rest; left alone.</param>
    /// <param name="deformed">Where its splats are.</param>
    /// <param name="pool">Who computes; null for <see cref="WorkerPool.Shared"/>.</param>
    /// <exception cref="ArgumentException">The moved splats belong to another cloud.</exception>
    public static GaussianCloud Bake(GaussianCloud cloud, DeformedSplats deformed, WorkerPool? pool = null)
    {
        bool fits = deformed.Indices is null ? deformed.Count == cloud.Count : deformed.Count == 0 || deformed.Indices[^1] < cloud.Count;
        if (!fits) throw new ArgumentException($"the moved splats do not belong to a cloud of {cloud.Count}", nameof(deformed));
        GaussianCloud baked = new(cloud.Count, cloud.Degree)
        {
            Frame = cloud.Frame,
            RenderModel = cloud.RenderModel,
            Labels = (byte[]?)cloud.Labels?.Clone(),
        };
        for (int column = 0; column < cloud.GeometryColumns.Count; column++)
            cloud.GeometryColumns[column].Span.CopyTo(baked.GeometryColumns[column].Span);
        for (int column = 0; column < cloud.ShColumns.Count; column++)
            cloud.ShColumns[column].Span.CopyTo(baked.ShColumns[column].Span);
        (pool ?? WorkerPool.Shared).Run((deformed.Count + Chunk - 1) / Chunk, (chunk, _) =>
        {
            Span<double> coefficients = stackalloc double[(GaussianCloud.MaximumDegree + 1) * (GaussianCloud.MaximumDegree + 1)];
            for (int row = chunk * Chunk; row < Math.Min(deformed.Count, (chunk + 1) * Chunk); row++)
            {
                int splat = deformed.Indices?[row] ?? row;
                if (deformed.IsHidden(row)) continue;
                BakeShape(baked, splat, deformed, row);
                TurnHarmonics(baked, splat, deformed, row, coefficients[..baked.ShCoefficientCount]);
            }
        });
        return Shown(baked, deformed);
    }

    private static GaussianCloud Shown(GaussianCloud baked, DeformedSplats deformed)
    {
        bool[] hidden = new bool[baked.Count];
        bool any = false;
        for (int row = 0; row < deformed.Count; row++)
        {
            if (!deformed.IsHidden(row)) continue;
            hidden[deformed.Indices?[row] ?? row] = true;
            any = true;
        }

        return any ? CloudEdits.Subset(baked, [.. Enumerable.Range(0, baked.Count).Where(i => !hidden[i])]) : baked;
    }

    private static void BakeShape(GaussianCloud baked, int splat, DeformedSplats deformed, int row)
    {
        baked.X[splat] = deformed.X[row];
        baked.Y[splat] = deformed.Y[row];
        baked.Z[splat] = deformed.Z[row];
        IReadOnlyList<AlignedArray<float>> c = deformed.Covariance;
        // Scaled to unit size, so that the covariance of a splat of micrometres does not sink below the thresholds of the sweeps.
        double size = c[0][row] + c[3][row] + c[5][row];
        if (!(size > 0)) return;
        SymmetricMatrix3x3<Real64> sigma = new(
            c[0][row] / size, c[1][row] / size, c[2][row] / size, c[3][row] / size, c[4][row] / size, c[5][row] / size);
        SymmetricEigen.Decompose(in sigma, out Matrix3x3<Real64> axes, out Vector3<Real64> variance);
        Quaternion<Real64> q = Quaternion<Real64>.FromMatrix(in axes);
        baked.RotationW[splat] = (float)q.W.Value;
        baked.RotationX[splat] = (float)q.X.Value;
        baked.RotationY[splat] = (float)q.Y.Value;
        baked.RotationZ[splat] = (float)q.Z.Value;
        baked.LogScaleX[splat] = LogScale(variance.X.Value, size);
        baked.LogScaleY[splat] = LogScale(variance.Y.Value, size);
        baked.LogScaleZ[splat] = LogScale(variance.Z.Value, size);
    }

    private static float LogScale(double variance, double size) => (float)(0.5 * (Math.Log(Math.Max(variance, NoiseFloor)) + Math.Log(size)));

    private static void TurnHarmonics(GaussianCloud baked, int splat, DeformedSplats deformed, int row, Span<double> coefficients)
    {
        if (baked.Degree == 0) return;
        IReadOnlyList<AlignedArray<float>> r = deformed.Rotation;
        Matrix3x3<Real64> rotation = Matrix3x3<Real64>.FromRows(
            new(r[0][row], r[1][row], r[2][row]), new(r[3][row], r[4][row], r[5][row]), new(r[6][row], r[7][row], r[8][row]));
        ShRotation turn = new(in rotation, baked.Degree);
        for (int channel = 0; channel < 3; channel++)
        {
            for (int i = 0; i < coefficients.Length; i++) coefficients[i] = baked.Sh(i, channel)[splat];
            turn.Apply(coefficients);
            for (int i = 1; i < coefficients.Length; i++) baked.Sh(i, channel)[splat] = (float)coefficients[i];
        }
    }
}
