using Splatsim.Compute;
using Splatsim.Mathematics;

namespace Splatsim.Coupling;

/// <summary>A jittered lattice of particles in the core cells, and near the surface where the distance to it is negative.</summary>
internal static class ParticleLattice
{
    /// <summary>Positions [m], shape [3N], in the order of the lattice layers.</summary>
    public static double[] Fill(
        CellKind[] kinds, CellGrid grid, AlignedArray<float> weight, AlignedArray<float> distance,
        FillingOptions options, WorkerPool pool, CancellationToken ct)
    {
        CheckCount(kinds, grid, options);
        double spacing = options.Spacing;
        bool[] candidate = Candidates(kinds, grid);
        int layers = (int)Math.Ceiling(grid.CountZ * grid.CellSize / spacing);
        List<double>?[] found = new List<double>?[layers];
        int total = 0;
        pool.Run(layers, (layer, _) =>
        {
            ct.ThrowIfCancellationRequested();
            List<double> points = FillLayer(layer, kinds, candidate, grid, weight, distance, options, spacing);
            found[layer] = points;
            if (Interlocked.Add(ref total, points.Count / 3) > options.MaximumParticles) throw TooMany(total, options);
        });
        double[] positions = new double[3 * total];
        int next = 0;
        foreach (List<double>? points in found)
        {
            points!.CopyTo(positions, next);
            next += points.Count;
        }

        return positions;
    }

    private static List<double> FillLayer(
        int layer, CellKind[] kinds, bool[] candidate, CellGrid grid, AlignedArray<float> weight, AlignedArray<float> distance,
        FillingOptions options, double spacing)
    {
        List<double> points = [];
        double z = (layer + 0.5) * spacing;
        int cellZ = (int)(z / grid.CellSize);
        if (cellZ >= grid.CountZ) return points;
        for (int cellY = 0; cellY < grid.CountY; cellY++)
        {
            (int firstY, int lastY) = Points(cellY, grid.CellSize, spacing);
            for (int cellX = 0; cellX < grid.CountX; cellX++)
            {
                if (!candidate[grid.Index(cellX, cellY, cellZ)]) continue;
                (int firstX, int lastX) = Points(cellX, grid.CellSize, spacing);
                for (int j = firstY; j <= lastY; j++)
                {
                    for (int i = firstX; i <= lastX; i++)
                    {
                        (double px, double py, double pz) = Place(options, spacing, i, j, layer);
                        if (grid.OriginY + py < options.FloorHeight) continue;
                        if (!IsInside(kinds, grid, weight, distance, px / grid.CellSize, py / grid.CellSize, pz / grid.CellSize)) continue;
                        points.Add(grid.OriginX + px);
                        points.Add(grid.OriginY + py);
                        points.Add(grid.OriginZ + pz);
                    }
                }
            }
        }

        return points;
    }

    /// <summary>Where a lattice point lies, from the grid's origin [m].</summary>
    internal static (double X, double Y, double Z) Place(FillingOptions options, double spacing, int i, int j, int k)
    {
        (double x, double y, double z) = Jitter(options.Seed, i, j, k);
        return (((i + 0.5) + options.Jitter * x) * spacing, ((j + 0.5) + options.Jitter * y) * spacing, ((k + 0.5) + options.Jitter * z) * spacing);
    }

    /// <summary>The lattice points i whose unjittered place (i + 1/2) spacing lies in a cell.</summary>
    internal static (int First, int Last) Points(int cell, double cellSize, double spacing) =>
        ((int)Math.Ceiling(cell * cellSize / spacing - 0.5), (int)Math.Ceiling((cell + 1) * cellSize / spacing - 0.5) - 1);

    private static bool IsInside(
        CellKind[] kinds, CellGrid grid, AlignedArray<float> weight, AlignedArray<float> distance, double x, double y, double z)
    {
        int cx = (int)x, cy = (int)y, cz = (int)z;
        if (x < 1 || y < 1 || z < 1 || cx >= grid.CountX - 1 || cy >= grid.CountY - 1 || cz >= grid.CountZ - 1) return false;
        CellKind kind = kinds[grid.Index(cx, cy, cz)];
        if ((kind & CellKind.Core) != 0) return true;
        if ((kind & CellKind.Floor) != 0) return false;
        // Empty cells hold no matter: the seal and the rays have drawn the line where no splat does.
        if ((kind & CellKind.Shell) == 0) return false;
        return Interpolate(kinds, grid, weight, distance, x - 0.5, y - 0.5, z - 0.5) < 0;
    }

    // Trilinear between the eight cell centres around a point.
    private static double Interpolate(
        CellKind[] kinds, CellGrid grid, AlignedArray<float> weight, AlignedArray<float> distance, double x, double y, double z)
    {
        int x0 = (int)x, y0 = (int)y, z0 = (int)z;
        double fx = x - x0, fy = y - y0, fz = z - z0, sum = 0;
        for (int corner = 0; corner < 8; corner++)
        {
            int dx = corner & 1, dy = (corner >> 1) & 1, dz = corner >> 2;
            int cell = grid.Index(x0 + dx, y0 + dy, z0 + dz);
            double share = (dx == 1 ? fx : 1 - fx) * (dy == 1 ? fy : 1 - fy) * (dz == 1 ? fz : 1 - fz);
            sum += share * SignedDistance(kinds[cell], weight[cell], distance[cell]);
        }

        return sum;
    }

    /// <summary>Signed distance of a cell to the surface [cells]; where no splat of it reaches, the kind decides, by one cell.</summary>
    internal static float SignedDistance(CellKind kind, float weight, float distance)
    {
        const float Least = 1e-6f;
        if (weight > Least) return MathF.Min(2f, MathF.Max(-2f, distance / weight));
        return CellClassifier.IsEmpty(kind) ? 1f : -1f;
    }

    // Jitter moves a point by at most half a spacing, so only cells that touch matter can yield particles.
    private static bool[] Candidates(CellKind[] kinds, CellGrid grid)
    {
        bool[] result = new bool[kinds.Length];
        for (int i = 0; i < kinds.Length; i++) result[i] = !CellClassifier.IsEmpty(kinds[i]);
        foreach (int stride in (ReadOnlySpan<int>)[1, grid.CountX, grid.Layer])
        {
            bool[] before = (bool[])result.Clone();
            for (int i = stride; i < before.Length - stride; i++) result[i] = before[i] || before[i - stride] || before[i + stride];
        }

        return result;
    }

    /// <summary>Refuses what is more than allowed by its inner cells alone, before anything is counted in detail.</summary>
    /// <exception cref="FillingException">It is.</exception>
    internal static void CheckCount(CellKind[] kinds, CellGrid grid, FillingOptions options)
    {
        long core = kinds.LongCount(k => (k & CellKind.Core) != 0);
        double expected = core * Math.Pow(grid.CellSize / options.Spacing, 3);
        if (expected > options.MaximumParticles) throw TooMany(expected, options);
    }

    internal static FillingException TooMany(double count, FillingOptions options)
    {
        double fitting = options.CellSize * Math.Cbrt(1.1 * count / options.MaximumParticles);
        return new FillingException(
            $"filling: the body needs at least {count:0} particles at CellSize {options.CellSize:g4} m, more than MaximumParticles {options.MaximumParticles}; "
            + $"use CellSize {fitting:g3} m or more, fewer ParticlesPerCell, or raise MaximumParticles");
    }

    /// <summary>Three numbers in [-1, 1) that depend on the seed and the lattice point alone.</summary>
    internal static (double X, double Y, double Z) Jitter(ulong seed, int i, int j, int k)
    {
        ulong first = Bits(seed, i, j, k), second = Next(first);
        return (Unit(first), Unit(second), Unit(Next(second)));
    }

    /// <summary>The bits of the first of a lattice point's numbers, the leading ones first.</summary>
    internal static ulong Bits(ulong seed, int i, int j, int k)
    {
        ulong state = Mix(seed + (ulong)(uint)i * Golden);
        state = Mix(state + (ulong)(uint)j * Golden);
        return Mix(state + (ulong)(uint)k * Golden);
    }

    /// <summary>The bits of the next number.</summary>
    internal static ulong Next(ulong bits) => Mix(bits + Golden);

    // 2^64 over the golden ratio.
    private const ulong Golden = 0x9E3779B97F4A7C15ul;

    private static double Unit(ulong state) => (state >> 11) * (2.0 / (1ul << 53)) - 1;

    // The finalizer of SplitMix64 (Steele, Lea, Flood 2014).
    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ul;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBul;
        return z ^ (z >> 31);
    }
}
