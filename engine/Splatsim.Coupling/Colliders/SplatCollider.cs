using Splatsim.Compute;
using Splatsim.Mathematics;
using Splatsim.Simulation;
using Splatsim.Splats;

namespace Splatsim.Coupling;

/// <summary>
/// Makes a signed distance field of splats that do not move: a density of exact Gaussians tells where the skin is, what cannot be
/// reached from where matter starts lies behind it, and the outermost splats tell to a part of a cell where the surface is.
/// </summary>
/// <remarks>The steps are those of <see cref="InteriorFilling"/>, with the flood turned around: a table has no closed underside.</remarks>
public static class SplatCollider
{
    // The skin is wider than the surface by about this much [cells].
    private const double LeastOutside = 0.5;

    /// <summary>The distance field of some splats.</summary>
    /// <param name="cloud">The capture.</param>
    /// <param name="indices">The splats that matter collides with.</param>
    /// <param name="frame">Where simulation space lies; the field is in its coordinates.</param>
    /// <param name="free">Points that are not inside the collider, such as all particles [m], shape [points, 3].</param>
    /// <param name="options">Where and how finely.</param>
    /// <param name="ct">Stops the work.</param>
    /// <returns>Signed distances in units of the spacing, negative inside.</returns>
    /// <exception cref="FillingException">No splat is left in the box, or none of the points is.</exception>
    public static GridField Build(
        GaussianCloud cloud, ReadOnlySpan<int> indices, SceneFrame frame, ReadOnlySpan<double> free, SplatColliderOptions options,
        CancellationToken ct = default)
    {
        WorkerPool pool = options.Pool ?? WorkerPool.Shared;
        BodySplats body = BodySplats.From(cloud, indices, frame, options.MinimumOpacity);
        CellGrid grid = CellGrid.Over(options.Minimum, options.Maximum, options.Spacing, options.MaximumSamples, out _);
        Footprints splats = new(body, grid, options.MaximumRadius);
        bool wide = Lanes16.IsAccelerated;
        AlignedArray<float> density = DensityField.Density(splats, grid, wide, pool, ct);
        CellKind[] kinds = new CellKind[grid.Cells];
        bool any = false;
        for (int i = 0; i < kinds.Length; i++)
        {
            if (density[i] < options.DensityThreshold) continue;
            kinds[i] = CellKind.Shell;
            any = true;
        }

        if (!any)
        {
            throw new FillingException(
                $"splat collider: none of the {indices.Length} splats is dense enough between {options.Minimum} and {options.Maximum}; move the domain, or lower MinimumOpacity ({options.MinimumOpacity})");
        }

        bool[] occupied = Occupied(grid, free);
        OutsideFlood.Mark(kinds, grid, options.SealRadius, ct, Seeds(occupied));
        CloseUnreached(kinds);
        Thicken(kinds, grid, occupied, (int)Math.Ceiling(options.Thickness / grid.CellSize));
        FillingOptions surface = new() { CellSize = grid.CellSize, ParticlesPerCell = 1 };
        SurfaceNormals.Orient(body, splats, kinds, grid, surface, pool, ct);
        (AlignedArray<float> weight, AlignedArray<float> distance) = DensityField.SurfaceDistance(splats, grid, wide, pool, ct);
        float[] level = new float[grid.Cells];
        for (int i = 0; i < level.Length; i++) level[i] = Level(kinds[i], weight[i], distance[i]);
        LevelSets.Redistance(level, grid.CountX, grid.CountY, grid.CountZ, ct);
        return ToField(level, grid);
    }

    private static bool[] Occupied(CellGrid grid, ReadOnlySpan<double> free)
    {
        bool[] occupied = new bool[grid.Cells];
        bool any = false;
        for (int p = 0; p < free.Length / 3; p++)
        {
            Vector3<Real64> at = grid.ToCells(new(free[3 * p], free[3 * p + 1], free[3 * p + 2]));
            double x = Math.Floor(at.X.Value), y = Math.Floor(at.Y.Value), z = Math.Floor(at.Z.Value);
            if (!(x >= 0 && x < grid.CountX && y >= 0 && y < grid.CountY && z >= 0 && z < grid.CountZ)) continue;
            occupied[grid.Index((int)x, (int)y, (int)z)] = any = true;
        }

        if (!any) throw new FillingException("splat collider: no particle lies in the box; nothing tells its free side");
        return occupied;
    }

    private static IEnumerable<int> Seeds(bool[] occupied)
    {
        for (int i = 0; i < occupied.Length; i++)
            if (occupied[i]) yield return i;
    }

    private static void CloseUnreached(CellKind[] kinds)
    {
        for (int i = 0; i < kinds.Length; i++)
            if (kinds[i] == CellKind.None) kinds[i] = CellKind.Interior;
    }

    // Down from every skin, as far as no matter is there.
    private static void Thicken(CellKind[] kinds, CellGrid grid, bool[] occupied, int cells)
    {
        for (int z = 0; z < grid.CountZ; z++)
        {
            for (int x = 0; x < grid.CountX; x++)
            {
                int left = 0;
                for (int y = grid.CountY - 1; y >= 0; y--)
                {
                    int cell = grid.Index(x, y, z);
                    if ((kinds[cell] & CellKind.Shell) != 0) left = cells;
                    else if (occupied[cell]) left = 0;
                    else if (left-- > 0) kinds[cell] = CellKind.Interior;
                }
            }
        }
    }

    // Beside an edge the planes of its splats go on; cells that matter can reach are outside, whatever these say.
    private static float Level(CellKind kind, float weight, float distance)
    {
        double level = ParticleLattice.SignedDistance(kind, weight, distance);
        return (float)(CellClassifier.IsEmpty(kind) ? Math.Max(level, LeastOutside) : level);
    }

    // Cells are x fastest, fields z fastest; samples are at the middles of cells.
    private static GridField ToField(float[] level, CellGrid grid)
    {
        float[] values = new float[level.Length];
        int next = 0;
        for (int x = 0; x < grid.CountX; x++)
            for (int y = 0; y < grid.CountY; y++)
                for (int z = 0; z < grid.CountZ; z++) values[next++] = level[grid.Index(x, y, z)];
        double half = 0.5 * grid.CellSize;
        return new(
            grid.CountX, grid.CountY, grid.CountZ, grid.CellSize, new(grid.OriginX + half, grid.OriginY + half, grid.OriginZ + half), values);
    }
}
