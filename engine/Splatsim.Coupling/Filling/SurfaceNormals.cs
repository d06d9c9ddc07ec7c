using Splatsim.Compute;
using Splatsim.Mathematics;

namespace Splatsim.Coupling;

/// <summary>Which way is out, splat by splat: from where the empty cells around it lie.</summary>
internal static class SurfaceNormals
{
    private const int Radius = 3;

    // A flat splat (smallest over middle deviation) knows its normal better than the cells do.
    private const double Flat = 0.5;

    // Length of the mean pull below which the empty cells lie on both sides; a half space of them pulls with 0.5 to 1.
    private const double Balanced = 0.18;

    private static readonly (int X, int Y, int Z, double Pull)[] Ball = MakeBall();

    /// <summary>Sets normal, offset and role of every footprint.</summary>
    public static void Orient(
        BodySplats body, Footprints splats, CellKind[] kinds, CellGrid grid, FillingOptions options, WorkerPool pool, CancellationToken ct)
    {
        const int Chunk = 1024;
        double halfSheet = 0.5 * options.Spacing / grid.CellSize;
        pool.Run((body.Count + Chunk - 1) / Chunk, (task, _) =>
        {
            ct.ThrowIfCancellationRequested();
            for (int i = task * Chunk; i < Math.Min(body.Count, (task + 1) * Chunk); i++)
                Orient(body, ref splats.Records[i], i, kinds, grid, options.SurfaceOffset, halfSheet);
        });
    }

    private static void Orient(
        BodySplats body, ref Footprint splat, int index, CellKind[] kinds, CellGrid grid, double offset, double halfSheet)
    {
        int x = (int)splat.X, y = (int)splat.Y, z = (int)splat.Z;
        Vector3<Real64> pull = default;
        double total = 0;
        foreach ((int dx, int dy, int dz, double strength) in Ball)
        {
            int nx = x + dx, ny = y + dy, nz = z + dz;
            bool within = nx >= 0 && nx < grid.CountX && ny >= 0 && ny < grid.CountY && nz >= 0 && nz < grid.CountZ;
            if (within && !CellClassifier.IsEmpty(kinds[grid.Index(nx, ny, nz)])) continue;
            total += strength;
            pull += (Real64)(strength / Math.Sqrt(dx * dx + dy * dy + dz * dz)) * new Vector3<Real64>(dx, dy, dz);
        }

        splat.Role = SurfaceRole.None;
        if (total == 0) return;
        bool sheet = pull.Length.Value < Balanced * total;
        bool flat = body.Flatness[index] < Flat;
        Vector3<Real64> axis = body.ShortAxes[index];
        Vector3<Real64> normal = axis;
        if (!sheet && flat && Vector3<Real64>.Dot(axis, pull).Value < 0) normal = -axis;
        if (!sheet && !flat) normal = pull.Normalized;
        double deviation = Math.Sqrt(Math.Max(0, Vector3<Real64>.Dot(normal, body.Covariances[index].Full * normal).Value)) / grid.CellSize;
        splat.Role = !sheet ? SurfaceRole.OneSided : flat ? SurfaceRole.Sheet : SurfaceRole.Bead;
        splat.NormalX = (float)normal.X.Value;
        splat.NormalY = (float)normal.Y.Value;
        splat.NormalZ = (float)normal.Z.Value;
        // A sheet must hold at least one layer of particles, or it would have no matter at all.
        splat.Offset = (float)(sheet ? Math.Max(offset * deviation, halfSheet) : offset * deviation);
    }

    // The nearest empty cells pull hardest (inverse fourth power): near an edge the next face must not tilt the normal.
    private static (int X, int Y, int Z, double Pull)[] MakeBall()
    {
        List<(int, int, int, double)> ball = [];
        for (int z = -Radius; z <= Radius; z++)
        {
            for (int y = -Radius; y <= Radius; y++)
            {
                for (int x = -Radius; x <= Radius; x++)
                {
                    double squared = x * x + y * y + z * z;
                    if (squared is > 0 and <= Radius * Radius) ball.Add((x, y, z, 1 / (squared * squared)));
                }
            }
        }

        return [.. ball];
    }
}
