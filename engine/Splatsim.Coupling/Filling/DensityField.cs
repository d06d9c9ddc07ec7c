using Splatsim.Compute;
using Splatsim.Mathematics;

namespace Splatsim.Coupling;

/// <summary>Sums of exact Gaussians at the cell centres, row by row in SIMD; identical for any number of workers.</summary>
internal static class DensityField
{
    /// <summary>Summed opacity-weighted density, shape [cells].</summary>
    public static AlignedArray<float> Density(Footprints splats, CellGrid grid, bool wide, WorkerPool pool, CancellationToken ct)
    {
        AlignedArray<float> density = new(grid.Cells);
        pool.Run(splats.Slabs, (slab, _) =>
        {
            ct.ThrowIfCancellationRequested();
            if (wide) AddSlab<Lanes16>(splats, grid, slab, density, null, null);
            else AddSlab<Lanes8>(splats, grid, slab, density, null, null);
        });
        return density;
    }

    /// <summary>
    /// Weighted sums for the signed distance [cells] to the surface: sum of weights and of weight times distance, to be
    /// divided where the former is not 0 (implicit moving least squares, Kolluri 2005).
    /// </summary>
    public static (AlignedArray<float> Weight, AlignedArray<float> Distance) SurfaceDistance(
        Footprints splats, CellGrid grid, bool wide, WorkerPool pool, CancellationToken ct)
    {
        AlignedArray<float> weight = new(grid.Cells), distance = new(grid.Cells);
        pool.Run(splats.Slabs, (slab, _) =>
        {
            ct.ThrowIfCancellationRequested();
            if (wide) AddSlab<Lanes16>(splats, grid, slab, null, weight, distance);
            else AddSlab<Lanes8>(splats, grid, slab, null, weight, distance);
        });
        return (weight, distance);
    }

    private static unsafe void AddSlab<T>(
        Footprints splats, CellGrid grid, int slab,
        AlignedArray<float>? density, AlignedArray<float>? weight, AlignedArray<float>? distance)
        where T : unmanaged, ILanes<T>
    {
        int firstLayer = slab * Footprints.SlabLayers;
        int lastLayer = Math.Min(grid.CountZ, firstLayer + Footprints.SlabLayers) - 1;
        foreach (int index in splats.InSlab(slab))
        {
            ref readonly Footprint f = ref splats.Records[index];
            if (density is null && f.Role == SurfaceRole.None) continue;
            int low = f.LowX / T.LaneCount * T.LaneCount;
            for (int z = Math.Max(f.LowZ, firstLayer); z <= Math.Min(f.HighZ, lastLayer); z++)
            {
                for (int y = f.LowY; y <= f.HighY; y++)
                {
                    int row = grid.Index(0, y, z);
                    if (density is not null) AddDensity<T>(in f, low, y, z, density.Pointer + row);
                    else AddDistance<T>(in f, low, y, z, weight!.Pointer + row, distance!.Pointer + row);
                }
            }
        }

        GC.KeepAlive(density);
        GC.KeepAlive(weight);
        GC.KeepAlive(distance);
    }

    private static unsafe void AddDensity<T>(in Footprint f, int low, int y, int z, float* row)
        where T : unmanaged, ILanes<T>
    {
        Row<T> r = new(in f, y, z);
        for (int x = low; x <= f.HighX; x += T.LaneCount)
        {
            T value = r.Weight(T.Broadcast(x + 0.5f - f.X) + Ramp<T>());
            (T.Load(row + x) + value).Store(row + x);
        }
    }

    private static unsafe void AddDistance<T>(in Footprint f, int low, int y, int z, float* weightRow, float* distanceRow)
        where T : unmanaged, ILanes<T>
    {
        Row<T> r = new(in f, y, z);
        T across = T.Broadcast(f.NormalY * (y + 0.5f - f.Y) + f.NormalZ * (z + 0.5f - f.Z));
        T offset = T.Broadcast(f.Offset), normal = T.Broadcast(f.NormalX);
        float dy = y + 0.5f - f.Y, dz = z + 0.5f - f.Z;
        T aside = T.Broadcast(dy * dy + dz * dz);
        for (int x = low; x <= f.HighX; x += T.LaneCount)
        {
            T dx = T.Broadcast(x + 0.5f - f.X) + Ramp<T>();
            T s = SurfaceFormulas.Distance(f.Role, dx, normal, across, aside, offset);
            T w = r.Weight(dx);
            (T.Load(weightRow + x) + w).Store(weightRow + x);
            T.FusedMultiplyAdd(w, s, T.Load(distanceRow + x)).Store(distanceRow + x);
        }
    }

    // 0, 1, 2, ... across the lanes.
    private static unsafe T Ramp<T>()
        where T : unmanaged, ILanes<T>
    {
        float* ramp = stackalloc float[16] { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 };
        return T.Load(ramp);
    }

    // One row of one splat: exponent = a dx^2 + b dx + c, evaluated exactly; 0 beyond the reach.
    private readonly struct Row<T>
        where T : unmanaged, ILanes<T>
    {
        private readonly T a;
        private readonly T b;
        private readonly T c;
        private readonly T opacity;
        private readonly T reach;

        public Row(in Footprint f, int y, int z)
        {
            float dy = y + 0.5f - f.Y, dz = z + 0.5f - f.Z;
            a = T.Broadcast(f.XX);
            b = T.Broadcast(2 * (f.XY * dy + f.XZ * dz));
            c = T.Broadcast(f.YY * dy * dy + 2 * f.YZ * dy * dz + f.ZZ * dz * dz);
            opacity = T.Broadcast(f.Opacity);
            reach = T.Broadcast(f.ReachX);
        }

        public T Weight(T dx) => SurfaceFormulas.Weight(a, b, c, opacity, reach, dx);
    }
}
