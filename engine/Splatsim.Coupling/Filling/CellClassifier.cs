using Splatsim.Compute;
using Splatsim.Mathematics;

namespace Splatsim.Coupling;

/// <summary>Decides which cells of the density grid are inside: the majority of rays, checked against the flood.</summary>
internal static class CellClassifier
{
    /// <summary>A cell that the flood did reach is still inside when so many rays disagree: a hole wider than the seal.</summary>
    public const int OverruleVotes = 12;

    /// <summary>Alone, chance gives such a vote to one cell in 150 between thin sheets; a region needs company, itself counted.</summary>
    public const int LeastCompany = 16;

    // Enclosed regions whose votes agree this much are decided as one, which removes stray cells.
    private const double Agreement = 0.75;

    // A region that only the seal keeps the flood out of is the inside of a leaky skin, where almost every ray agrees, or
    // a narrow hole through the body, whose two ends show.
    private const double DoubtfulAgreement = 0.93;

    /// <summary>Cells this near to an empty one are decided by the surface distance, not by the shell, which the blur widens.</summary>
    public const int SurfaceBand = 3;

    /// <summary>Cells from the density.</summary>
    public static CellKind[] Classify(
        AlignedArray<float> density, CellGrid grid, FillingOptions options, WorkerPool pool, CancellationToken ct)
    {
        CellKind[] kinds = new CellKind[grid.Cells];
        float threshold = (float)options.DensityThreshold;
        for (int i = 0; i < kinds.Length; i++)
            if (density[i] >= threshold) kinds[i] = CellKind.Shell;
        if (options.FloorHeight is double height) LayFloor(kinds, grid, height);
        bool[] reachable = Reachable(kinds, grid, options.SealRadius, ct);
        OutsideFlood.Mark(kinds, grid, options.SealRadius, ct);
        byte[] votes = RayParity.Count(kinds, grid, pool, ct);
        Overrule(kinds, votes, grid);
        DecideEnclosed(kinds, votes, reachable, grid, ct);
        MarkCore(kinds, grid);
        return kinds;
    }

    /// <summary>True for cells that no body fills: outside, cavity, below the floor.</summary>
    public static bool IsEmpty(CellKind kind) => (kind & (CellKind.Shell | CellKind.Interior)) == 0;

    /// <summary>Whether a neighbour speaks for overruling the flood.</summary>
    public static bool IsCompany(CellKind kind, int votes) => (kind & CellKind.Shell) != 0 || votes >> 4 >= OverruleVotes;

    /// <summary>Cells below this one along y lie below the floor.</summary>
    public static int FloorTop(CellGrid grid, double height) => Math.Min(grid.CountY, (int)Math.Floor((height - grid.OriginY) / grid.CellSize));

    private static void LayFloor(CellKind[] kinds, CellGrid grid, double height)
    {
        int top = FloorTop(grid, height);
        for (int z = 0; z < grid.CountZ; z++)
            for (int y = 0; y < top; y++)
                Array.Fill(kinds, CellKind.Floor, grid.Index(0, y, z), grid.CountX);
    }

    private static void Overrule(CellKind[] kinds, byte[] votes, CellGrid grid)
    {
        List<int> overruled = [];
        for (int z = 1; z < grid.CountZ - 1; z++)
        {
            for (int y = 1; y < grid.CountY - 1; y++)
            {
                for (int x = 1; x < grid.CountX - 1; x++)
                {
                    int cell = grid.Index(x, y, z);
                    if (kinds[cell] != CellKind.Outside || votes[cell] >> 4 < OverruleVotes) continue;
                    if (Company(kinds, votes, grid, x, y, z) >= LeastCompany) overruled.Add(cell);
                }
            }
        }

        foreach (int cell in overruled) kinds[cell] = CellKind.Interior;
    }

    private static int Company(CellKind[] kinds, byte[] votes, CellGrid grid, int x, int y, int z)
    {
        int company = 0;
        for (int nz = z - 1; nz <= z + 1; nz++)
        {
            for (int ny = y - 1; ny <= y + 1; ny++)
            {
                for (int nx = x - 1; nx <= x + 1; nx++)
                {
                    int near = grid.Index(nx, ny, nz);
                    if (IsCompany(kinds[near], votes[near])) company++;
                }
            }
        }

        return company;
    }

    /// <summary>Free cells that the flood missed: solid by majority, region by region where the region is of one mind.</summary>
    /// <param name="kinds">Cells; changed.</param>
    /// <param name="votes">Their rays.</param>
    /// <param name="reachable">What a flood reaches that every gap of the shell lets through.</param>
    /// <param name="grid">Their grid.</param>
    /// <param name="ct">Stops the work.</param>
    public static void DecideEnclosed(CellKind[] kinds, byte[] votes, bool[] reachable, CellGrid grid, CancellationToken ct)
    {
        bool[] seen = new bool[kinds.Length];
        List<int> region = [];
        for (int start = 0; start < kinds.Length; start++)
        {
            if (seen[start] || kinds[start] != CellKind.None) continue;
            ct.ThrowIfCancellationRequested();
            Collect(kinds, seen, reachable, grid, start, region);
            int inside = 0;
            long odd = 0;
            foreach (int cell in region)
            {
                odd += votes[cell] & 15;
                if (Majority(votes[cell])) inside++;
            }

            bool doubtful = reachable[start];
            bool whole = doubtful
                ? odd >= DoubtfulAgreement * RayParity.Directions * region.Count
                : inside >= Agreement * region.Count;
            bool none = doubtful ? !whole : inside <= (1 - Agreement) * region.Count;
            if (none) continue;
            foreach (int cell in region)
                if (whole || Majority(votes[cell])) kinds[cell] = CellKind.Interior;
        }
    }

    // What a flood reaches that every gap of the shell lets through.
    private static bool[] Reachable(CellKind[] kinds, CellGrid grid, int sealRadius, CancellationToken ct)
    {
        bool[] reachable = new bool[kinds.Length];
        if (sealRadius == 0) return reachable;
        CellKind[] open = (CellKind[])kinds.Clone();
        OutsideFlood.Mark(open, grid, 0, ct);
        for (int i = 0; i < open.Length; i++) reachable[i] = (open[i] & CellKind.Outside) != 0;
        return reachable;
    }

    private static bool Majority(byte votes) => 2 * (votes & 15) > RayParity.Directions;

    private static void Collect(CellKind[] kinds, bool[] seen, bool[] reachable, CellGrid grid, int start, List<int> region)
    {
        region.Clear();
        region.Add(start);
        seen[start] = true;
        ReadOnlySpan<int> steps = [-1, 1, -grid.CountX, grid.CountX, -grid.Layer, grid.Layer];
        for (int head = 0; head < region.Count; head++)
        {
            // The border is always outside or floor, so a step from an enclosed cell stays in the grid.
            foreach (int step in steps)
            {
                int near = region[head] + step;
                if (seen[near] || kinds[near] != CellKind.None || reachable[near] != reachable[start]) continue;
                seen[near] = true;
                region.Add(near);
            }
        }
    }

    private static void MarkCore(CellKind[] kinds, CellGrid grid)
    {
        // Chebyshev distance to the nearest empty cell, up to the band: three separable passes.
        byte[] distance = new byte[kinds.Length];
        for (int i = 0; i < kinds.Length; i++) distance[i] = IsEmpty(kinds[i]) ? (byte)0 : (byte)(SurfaceBand + 1);
        for (int step = 0; step < SurfaceBand; step++) Relax(distance, grid);
        for (int i = 0; i < kinds.Length; i++)
        {
            bool interior = (kinds[i] & CellKind.Interior) != 0;
            if (interior || distance[i] > SurfaceBand) kinds[i] |= CellKind.Core;
        }
    }

    // One more ring: a cell is at most one further than the least of its 26 neighbours.
    private static void Relax(byte[] distance, CellGrid grid)
    {
        byte[] least = (byte[])distance.Clone(), before = new byte[distance.Length];
        foreach (int stride in (ReadOnlySpan<int>)[1, grid.CountX, grid.Layer])
        {
            least.CopyTo(before, 0);
            for (int i = stride; i < before.Length - stride; i++)
                least[i] = Math.Min(before[i], Math.Min(before[i - stride], before[i + stride]));
        }

        for (int i = 0; i < distance.Length; i++) distance[i] = Math.Min(distance[i], (byte)(least[i] + 1));
    }
}
