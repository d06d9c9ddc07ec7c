using Splatsim.Compute;
using Splatsim.Mathematics;

namespace Splatsim.Coupling;

/// <summary>Which way is out, splat by splat: from where the empty cells around it lie.</summary>
internal static class SurfaceNormals
{
    private const int Radius = 3;

    // A flat splat (smallest over middle deviation) knows its normal better than the cells do.
    private const double Flat = 0.5;

    // Below this share of a one-sided surroundings' pull, the empty cells lie on both sides.
    private const double Balanced = 0.35;

    private static readonly (int X, int Y, int Z, double Length)[] Ball = MakeBall();

    // Pull of a half space of empty cells, per cell: mean of |cos| over a hemisphere.
    private const double HalfSpacePull = 0.5;

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
        int empty = 0;
        foreach ((int dx, int dy, int dz, double length) in Ball)
        {
            int nx = x + dx, ny = y + dy, nz = z + dz;
            bool within = nx >= 0 && nx < grid.CountX && ny >= 0 && ny < grid.CountY && nz >= 0 && nz < grid.CountZ;
            if (within && !CellClassifier.IsEmpty(kinds[grid.Index(nx, ny, nz)])) continue;
            empty++;
            pull += (Real64)(1 / length) * new Vector3<Real64>(dx, dy, dz);
        }

        splat.Role = SurfaceRole.None;
        if (empty == 0) return;
        bool sheet = pull.Length.Value < Balanced * HalfSpacePull * empty;
        bool flat = body.Flatness[index] < Flat;
        Vector3<Real64> axis = body.ShortAxes[index];
        Vector3<Real64> normal = axis;
        if (!sheet && flat && Vector3<Real64>.Dot(axis, pull).Value < 0) normal = -axis;
        if (!sheet && !flat) normal = pull.Normalized;
        double deviation = Math.Sqrt(Math.Max(0, Vector3<Real64>.Dot(normal, body.Covariances[index].Full * normal).Value)) / grid.CellSize;
        splat.Role = sheet ? SurfaceRole.Sheet : SurfaceRole.OneSided;
        splat.NormalX = (float)normal.X.Value;
        splat.NormalY = (float)normal.Y.Value;
        splat.NormalZ = (float)normal.Z.Value;
        // A sheet must hold at least one layer of particles, or it would have no matter at all.
        splat.Offset = (float)(sheet ? Math.Max(offset * deviation, halfSheet) : offset * deviation);
    }

    private static (int X, int Y, int Z, double Length)[] MakeBall()
    {
        List<(int, int, int, double)> ball = [];
        for (int z = -Radius; z <= Radius; z++)
            for (int y = -Radius; y <= Radius; y++)
                for (int x = -Radius; x <= Radius; x++)
                    if (x * x + y * y + z * z is > 0 and <= Radius * Radius) ball.Add((x, y, z, Math.Sqrt(x * x + y * y + z * z)));
        return [.. ball];
    }
}
