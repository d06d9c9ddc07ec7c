using Splatsim.Compute;
using Splatsim.Mathematics;
using Splatsim.Splats;

namespace Splatsim.Coupling;

/// <summary>
/// Draws strongly stretched splats as rows of short ones. One long Gaussian reaches three of its long standard deviations beyond the matter
/// that it stands for; a row of parts with the splat's own rest length covers the same place with ends as short as at rest.
/// </summary>
/// <remarks>
/// The parts have equal weights on equal distances D along the longest axis. With n parts of variance s^2 the whole has the variance s^2 + D^2 (n^2 - 1)/12, which is
/// made that of the stretched splat; D is at most 2 s, where the sum of the parts is flat to 1.5 %. Opacities keep the optical
/// depth -ln(1 - opacity) times length. Nothing is remembered from frame to frame.
/// </remarks>
public static class SplatSplitting
{
    /// <summary>Splats up to this times as long as at rest stay whole.</summary>
    public const double LargestWhole = 1.75;

    private const int Chunk = 4096;

    /// <summary>Splits what is stretched.</summary>
    /// <param name="cloud">The capture, at rest.</param>
    /// <param name="splats">Its moved splats.</param>
    /// <param name="pool">Who computes; null for <see cref="WorkerPool.Shared"/>.</param>
    /// <returns>The arguments themselves where nothing is stretched.</returns>
    public static SplitSplats Apply(GaussianCloud cloud, DeformedSplats splats, WorkerPool? pool = null)
    {
        List<Row>?[] planned = new List<Row>?[(splats.Count + Chunk - 1) / Chunk];
        (pool ?? WorkerPool.Shared).Run(planned.Length, (chunk, _) =>
        {
            for (int row = chunk * Chunk; row < Math.Min(splats.Count, (chunk + 1) * Chunk); row++)
                if (TryPlan(cloud, splats, row, out Row plan)) (planned[chunk] ??= []).Add(plan);
        });
        List<Row> rows = [.. planned.SelectMany(part => part ?? [])];
        int added = rows.Sum(row => row.Parts - 1);
        return added == 0 ? new(cloud, splats, []) : Build(cloud, splats, rows, added);
    }

    private static bool TryPlan(GaussianCloud cloud, DeformedSplats splats, int row, out Row plan)
    {
        SymmetricMatrix3x3<Real64> now = Covariance(splats, row);
        plan = default;
        // What the splat would be if it had only turned.
        Matrix3x3<Real64> turn = Rotation(splats, row);
        SymmetricMatrix3x3<Real64> rest = cloud.CovarianceOf(splats.Indices?[row] ?? row);
        SymmetricMatrix3x3<Real64> turned = SymmetricMatrix3x3<Real64>.Congruence(in turn, in rest);
        if (IsWhole(in now, in turned)) return false;
        SplitPlan<Real64>.Of(in now, in turned, out SplitPlan<Real64> split);
        plan = new Row(row, (int)split.Parts.Value, split);
        return plan.Parts > 1;
    }

    // Whether no direction is stretched beyond the limit: limit^2 turned - now is positive definite, by its leading minors.
    private static bool IsWhole(in SymmetricMatrix3x3<Real64> now, in SymmetricMatrix3x3<Real64> turned)
    {
        SymmetricMatrix3x3<Real64> room = new Real64(LargestWhole * LargestWhole) * turned + new Real64(-1) * now;
        double minor = (room.XX * room.YY - room.XY * room.XY).Value;
        return room.XX.Value > 0 && minor > 0 && room.Full.Determinant.Value > 0;
    }

    private static SplitSplats Build(GaussianCloud cloud, DeformedSplats splats, List<Row> rows, int added)
    {
        int[] parents = new int[added];
        int next = 0;
        foreach (Row row in rows)
            for (int part = 1; part < row.Parts; part++) parents[next++] = splats.Indices?[row.Index] ?? row.Index;
        GaussianCloud whole = CloudEdits.Merge([cloud, CloudEdits.Subset(cloud, parents)]);
        int[]? indices = splats.Indices is null ? null : [.. splats.Indices, .. Enumerable.Range(cloud.Count, added)];
        DeformedSplats moved = indices is null ? new DeformedSplats(whole.Count) : new DeformedSplats(indices);
        splats.CopyTo(moved);
        next = 0;
        foreach (Row row in rows)
        {
            SymmetricMatrix3x3<Real64> part = row.Plan.Shortened(Covariance(splats, row.Index));
            Matrix3x3<Real64> turn = Rotation(splats, row.Index);
            Vector3<Real64> mean = Mean(splats, row.Index);
            int splat = splats.Indices?[row.Index] ?? row.Index;
            float opacity = (float)row.Plan.PartLogit(cloud.OpacityLogit[splat]).Value;
            for (int i = 0; i < row.Parts; i++)
            {
                Vector3<Real64> place = row.Plan.Place(in mean, i);
                int at = i == 0 ? row.Index : splats.Count + next;
                whole.OpacityLogit[i == 0 ? splat : cloud.Count + next] = opacity;
                moved.Set(at, place, part, turn);
                if (i > 0) next++;
            }
        }

        return new(whole, moved, parents);
    }

    private static Vector3<Real64> Mean(DeformedSplats splats, int row) => new(splats.X[row], splats.Y[row], splats.Z[row]);

    private static SymmetricMatrix3x3<Real64> Covariance(DeformedSplats splats, int row)
    {
        IReadOnlyList<AlignedArray<float>> c = splats.Covariance;
        return new(c[0][row], c[1][row], c[2][row], c[3][row], c[4][row], c[5][row]);
    }

    private static Matrix3x3<Real64> Rotation(DeformedSplats splats, int row)
    {
        IReadOnlyList<AlignedArray<float>> r = splats.Rotation;
        return Matrix3x3<Real64>.FromRows(
            new(r[0][row], r[1][row], r[2][row]), new(r[3][row], r[4][row], r[5][row]), new(r[6][row], r[7][row], r[8][row]));
    }

    // One splat to split.
    private readonly record struct Row(int Index, int Parts, SplitPlan<Real64> Plan);
}
