using ILGPU;
using ILGPU.Runtime;
using Splatsim.Compute;

namespace Splatsim.Coupling.Kernels;

/// <summary>
/// The work of a filling per cell, on a device: density, floods, rays, distances, lattice. Regions that are decided as one are found by
/// the processor, for which four bytes per cell come back and go up once; particles come back as lattice points, and get their places
/// from the processor's own formula in double.
/// </summary>
internal sealed class DeviceCells : ICellWork
{
    private readonly ComputeDevice device;
    private readonly Footprints splats;
    private readonly CellGrid grid;
    private readonly FillingOptions options;
    private readonly CancellationToken ct;
    private readonly DeviceBuffers buffers;
    private readonly DeviceScan scan;
    private CellViews cells;

    /// <exception cref="DeviceException">The device is full or lost, or cannot compile a kernel.</exception>
    public DeviceCells(ComputeDevice device, Footprints splats, CellGrid grid, FillingOptions options, CancellationToken ct)
    {
        (this.device, this.splats, this.grid, this.options, this.ct) = (device, splats, grid, options, ct);
        scan = new(device);
        buffers = new(device, "filling");
        try
        {
            device.Guard(SendSplats);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public CellKind[] Classify()
    {
        int[] packed = new int[grid.Cells];
        device.Guard(() =>
        {
            int top = options.FloorHeight is double height ? CellClassifier.FloorTop(grid, height) : 0;
            Density(cells, (float)options.DensityThreshold, top);
            ArrayView<int> reachable = buffers.Zeros(grid.Cells);
            if (options.SealRadius > 0) reachable = Flood(0);
            ArrayView<int> outside = Flood(options.SealRadius);
            device.Launcher(FloodKernels.Mark, a => a.LoadAutoGroupedStreamKernel<Index1D, CellViews, ArrayView<int>>(FloodKernels.Mark))(grid.Cells, cells, outside);
            ArrayView<int> votes = buffers.Zeros(grid.Cells), result = buffers.Reserve<int>(grid.Cells);
            Cast(votes);
            device.Launcher(CellKernels.Overrule, a => a.LoadAutoGroupedStreamKernel<Index1D, CellViews, ArrayView<int>, ArrayView<int>, ArrayView<int>>(CellKernels.Overrule))(
                grid.Cells, cells, votes, reachable, result);
            result.CopyToCPU(packed);
        });
        ct.ThrowIfCancellationRequested();
        CellKind[] kinds = new CellKind[packed.Length];
        byte[] rays = new byte[packed.Length];
        bool[] open = new bool[packed.Length];
        for (int i = 0; i < packed.Length; i++)
            (kinds[i], rays[i], open[i]) = ((CellKind)(packed[i] & 0xff), (byte)(packed[i] >> 8), packed[i] >> 16 != 0);
        CellClassifier.DecideEnclosed(kinds, rays, open, grid, ct);
        return kinds;
    }

    public double[] Particles(CellKind[] kinds)
    {
        // Counts of the device are of 32 bits: far too many are refused before.
        ParticleLattice.CheckCount(kinds, grid, options);
        int[] points = [];
        device.Guard(() =>
        {
            int[] sent = new int[kinds.Length];
            for (int i = 0; i < kinds.Length; i++) sent[i] = (int)kinds[i];
            cells.Kinds.SubView(0, sent.Length).CopyFromCPU(sent);
            SendSurface();
            points = Lattice();
        });
        double[] positions = new double[points.Length];
        for (int i = 0; i < points.Length; i += 3)
        {
            (double x, double y, double z) = ParticleLattice.Place(options, options.Spacing, points[i], points[i + 1], points[i + 2]);
            (positions[i], positions[i + 1], positions[i + 2]) = (grid.OriginX + x, grid.OriginY + y, grid.OriginZ + z);
        }

        return positions;
    }

    public void Dispose()
    {
        buffers.Dispose();
        scan.Dispose();
    }

    private void Density(CellViews views, float threshold, int top) =>
        device.Launcher(CellKernels.Density, a => a.LoadStreamKernel<CellViews, float, int>(CellKernels.Density))(Blocks(), views, threshold, top);

    // What a flood from the border reaches that does not pass holes narrower than the seal.
    private ArrayView<int> Flood(int radius)
    {
        ct.ThrowIfCancellationRequested();
        int[] counts = [grid.CountX, grid.CountY, grid.CountZ], strides = [1, grid.CountX, grid.Layer];
        ArrayView<int> walls = buffers.Reserve<int>(grid.Cells), reached = buffers.Reserve<int>(grid.Cells), other = buffers.Reserve<int>(grid.Cells);
        ArrayView<int> changed = buffers.Reserve<int>(1);
        device.Launcher(FloodKernels.Seed, a => a.LoadAutoGroupedStreamKernel<Index1D, CellViews, ArrayView<int>, ArrayView<int>>(FloodKernels.Seed))(grid.Cells, cells, walls, reached);
        var widen = device.Launcher(FloodKernels.Widen, a => a.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>, ArrayView<int>, int, int, int>(FloodKernels.Widen));
        for (int axis = 0; radius > 0 && axis < 3; axis++)
        {
            widen(grid.Cells, walls, other, strides[axis], counts[axis], radius);
            (walls, other) = (other, walls);
        }

        var spread = device.Launcher(FloodKernels.Spread, a => a.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>, ArrayView<int>, int, int, ArrayView<int>>(FloodKernels.Spread));
        int[] note = [1];
        while (note[0] != 0)
        {
            ct.ThrowIfCancellationRequested();
            changed.MemSetToZero();
            for (int axis = 0; axis < 3; axis++) spread(grid.Cells / counts[axis], walls, reached, strides[axis], counts[axis], changed);
            changed.SubView(0, 1).CopyToCPU(note);
        }

        var giveBack = device.Launcher(FloodKernels.GiveBack, a => a.LoadAutoGroupedStreamKernel<Index1D, CellViews, ArrayView<int>, ArrayView<int>>(FloodKernels.GiveBack));
        for (int step = 0; step < radius; step++)
        {
            giveBack(grid.Cells, cells, reached, other);
            (reached, other) = (other, reached);
        }

        return reached;
    }

    private void Cast(ArrayView<int> votes)
    {
        var ray = device.Launcher(CellKernels.Ray, a => a.LoadAutoGroupedStreamKernel<Index1D, CellViews, ArrayView<int>, int, int, int>(CellKernels.Ray));
        foreach ((int x, int y, int z) in RayParity.Rays)
        {
            ct.ThrowIfCancellationRequested();
            // Rays begin in every cell but those that another of their cells lies before.
            int later = (grid.CountX - Math.Abs(x)) * (grid.CountY - Math.Abs(y)) * (grid.CountZ - Math.Abs(z));
            ray(grid.Cells - later, cells, votes, x, y, z);
        }
    }

    private int[] Lattice()
    {
        ct.ThrowIfCancellationRequested();
        ArrayView<int> cores = buffers.Reserve<int>(grid.Cells);
        device.Launcher(CellKernels.Core, a => a.LoadAutoGroupedStreamKernel<Index1D, CellViews, ArrayView<int>>(CellKernels.Core))(grid.Cells, cells, cores);
        LatticeViews lattice = new()
        {
            FirstX = buffers.Send(Firsts(grid.CountX)),
            FirstY = buffers.Send(Firsts(grid.CountY)),
            CellZ = buffers.Send(Layers()),
            Distances = buffers.Reserve<float>(grid.Cells),
            Spacing = (float)(options.Spacing / grid.CellSize),
            Jitter = (float)options.Jitter,
            Floor = options.FloorHeight is double height ? (float)((height - grid.OriginY) / grid.CellSize) : float.NegativeInfinity,
            Seed = options.Seed,
        };
        device.Launcher(CellKernels.Surface, a => a.LoadStreamKernel<CellViews, ArrayView<float>>(CellKernels.Surface))(Blocks(), cells, lattice.Distances);
        cells.Kinds = cores;
        int columns = checked((int)lattice.CellZ.Length * grid.Layer);
        ArrayView<int> counts = buffers.Zeros(columns + 1);
        device.Launcher(LatticeKernels.Count, a => a.LoadAutoGroupedStreamKernel<Index1D, CellViews, LatticeViews, ArrayView<int>>(LatticeKernels.Count))(columns, cells, lattice, counts);
        scan.Exclusive(counts, columns + 1);
        int[] total = new int[1];
        counts.SubView(columns, 1).CopyToCPU(total);
        if (total[0] > options.MaximumParticles) throw ParticleLattice.TooMany(total[0], options);
        int[] points = new int[checked(3 * total[0])];
        if (points.Length == 0) return points;
        ArrayView<int> target = buffers.Reserve<int>(points.Length);
        device.Launcher(LatticeKernels.Write, a => a.LoadAutoGroupedStreamKernel<Index1D, CellViews, LatticeViews, ArrayView<int>, ArrayView<int>>(LatticeKernels.Write))(
            columns, cells, lattice, counts, target);
        target.CopyToCPU(points);
        return points;
    }

    // First lattice point of every cell along an axis, and of the one after the last.
    private int[] Firsts(int count)
    {
        int[] firsts = new int[count + 1];
        for (int cell = 0; cell <= count; cell++) firsts[cell] = ParticleLattice.Points(cell, grid.CellSize, options.Spacing).First;
        return firsts;
    }

    // The cell of every lattice layer of the grid.
    private int[] Layers()
    {
        int layers = (int)Math.Ceiling(grid.CountZ * grid.CellSize / options.Spacing);
        return [.. Enumerable.Range(0, layers).Select(k => (int)((k + 0.5) * options.Spacing / grid.CellSize)).TakeWhile(z => z < grid.CountZ)];
    }

    private KernelConfig Blocks() => new((int)cells.Starts.Length - 1, CellViews.BlockCells);

    private void SendSplats()
    {
        int blocksX = Blocks(grid.CountX, CellViews.BlockX), blocksY = Blocks(grid.CountY, CellViews.BlockY), blocksZ = Blocks(grid.CountZ, CellViews.BlockZ);
        (int[] starts, int[] lists) = ListBlocks(blocksX, blocksY, blocksX * blocksY * blocksZ);
        cells = new()
        {
            Splats = buffers.Reserve<float>((long)CellViews.Columns * splats.Records.Length),
            Boxes = buffers.Reserve<int>((long)CellViews.BoxColumns * splats.Records.Length),
            Starts = buffers.Send(starts),
            Lists = buffers.Send(lists),
            Kinds = buffers.Reserve<int>(grid.Cells),
            SplatCount = splats.Records.Length,
            CountX = grid.CountX,
            CountY = grid.CountY,
            CountZ = grid.CountZ,
            BlocksX = blocksX,
            BlocksY = blocksY,
        };
        Columns(0, f => f.X, f => f.Y, f => f.Z, f => f.XX, f => f.XY, f => f.XZ, f => f.YY, f => f.YZ, f => f.ZZ, f => f.Opacity, f => f.ReachX);
        Columns(CellViews.LowX, f => f.LowX, f => f.HighX, f => f.LowY, f => f.HighY, f => f.LowZ, f => f.HighZ);

        static int Blocks(int count, int size) => (count + size - 1) / size;
    }

    private void SendSurface()
    {
        Columns(CellViews.Normal, f => f.NormalX, f => f.NormalY, f => f.NormalZ, f => f.Offset);
        Columns(CellViews.Role, f => (int)f.Role);
    }

    private void Columns(int first, params Func<Footprint, float>[] values) => Columns(cells.Splats, first, values);

    private void Columns(int first, params Func<Footprint, int>[] values) => Columns(cells.Boxes, first, values);

    private void Columns<T>(ArrayView<T> target, int first, Func<Footprint, T>[] values)
        where T : unmanaged
    {
        T[] column = new T[splats.Records.Length];
        for (int k = 0; k < values.Length; k++)
        {
            for (int i = 0; i < column.Length; i++) column[i] = values[k](splats.Records[i]);
            target.SubView((long)(first + k) * column.Length, column.Length).CopyFromCPU(column);
        }
    }

    // The splats that reach each block, ascending.
    private (int[] Starts, int[] Lists) ListBlocks(int blocksX, int blocksY, int blocks)
    {
        int[] starts = new int[blocks + 1];
        for (int i = 0; i < splats.Records.Length; i++) Visit(in splats.Records[i], block => starts[block + 1]++);
        for (int block = 0; block < blocks; block++) starts[block + 1] = checked(starts[block + 1] + starts[block]);
        int[] lists = new int[starts[blocks]], next = starts[..blocks];
        for (int i = 0; i < splats.Records.Length; i++) Visit(in splats.Records[i], block => lists[next[block]++] = i);
        return (starts, lists);

        void Visit(in Footprint f, Action<int> action)
        {
            for (int z = f.LowZ / CellViews.BlockZ; z <= f.HighZ / CellViews.BlockZ; z++)
                for (int y = f.LowY / CellViews.BlockY; y <= f.HighY / CellViews.BlockY; y++)
                    for (int x = f.LowX / CellViews.BlockX; x <= f.HighX / CellViews.BlockX; x++) action((z * blocksY + y) * blocksX + x);
        }
    }
}
