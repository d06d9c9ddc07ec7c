using ILGPU;
using ILGPU.Runtime;
using Splatsim.Compute;

namespace Splatsim.Simulation.Kernels;

/// <summary>Sorts the particles on the device and lists their chunks and blocks; only three small counts come back.</summary>
internal sealed class DeviceSorter : IDisposable
{
    private readonly ComputeDevice device;
    private readonly DeviceParticles particles;
    private readonly DeviceGrid grid;
    private readonly bool byIndex;
    private readonly int movingLaws;
    private readonly DeviceRadixSort radix;
    private readonly DeviceScan scan;
    private readonly MemoryBuffer1D<uint, Stride1D.Dense> keys;
    private readonly MemoryBuffer1D<int, Stride1D.Dense> payloads;
    private readonly MemoryBuffer1D<int, Stride1D.Dense> chunksBefore;
    private readonly MemoryBuffer1D<int, Stride1D.Dense> chunkStarts;
    private readonly MemoryBuffer1D<int, Stride1D.Dense> lawStarts;
    private readonly MemoryBuffer1D<int, Stride1D.Dense> counts;
    private readonly int[] hostCounts;
    private MemoryBuffer1D<int, Stride1D.Dense> cells;
    private readonly Action<Index1D, ParticleViews, GridViews, NoteViews, StepNumbers, ArrayView<int>, ArrayView<int>, int, ArrayView<uint>, ArrayView<int>> makeKeys;
    private readonly Action<Index1D, ParticleViews, ParticleViews, ArrayView<int>, ArrayView<int>, int, ArrayView<int>, ArrayView<int>, int> reorder;
    private readonly Action<Index1D, ArrayView<uint>, int, ArrayView<int>> flagChunks;
    private readonly Action<Index1D, ArrayView<int>, ArrayView<int>, int, ArrayView<int>, ArrayView<int>> gatherCounts;
    private readonly Action<Index1D, ArrayView<uint>, ArrayView<int>, int, ArrayView<int>> listChunks;
    private readonly Action<Index1D, ArrayView<uint>, int, GridViews, int, ArrayView<int>> listCells;

    public DeviceSorter(ComputeDevice device, DeviceParticles particles, DeviceGrid grid, bool isDeterministic)
    {
        (this.device, this.particles, this.grid, byIndex) = (device, particles, grid, isDeterministic);
        movingLaws = particles.Laws.Count(l => !l.Description.HoldsNodes);
        DeformingLaws = particles.Laws.Count(l => !l.Description.HoldsNodes && !l.Description.IsRigid);
        FirstChunks = new int[particles.Laws.Count + 1];
        hostCounts = new int[particles.Laws.Count + 2];
        counts = device.Allocate<int>(hostCounts.Length, "counts");
        lawStarts = device.Allocate<int>(particles.LawStarts.Length, "counts");
        lawStarts.CopyFromCPU(particles.LawStarts);
        radix = new(device);
        scan = new(device);
        keys = device.Allocate<uint>(particles.Count, "sorting keys");
        payloads = device.Allocate<int>(particles.Count, "sorting payloads");
        chunksBefore = device.Allocate<int>(particles.Count + 1L, "chunks of particles");
        chunkStarts = device.Allocate<int>(particles.Count + 1L, "chunks of particles");
        cells = device.Allocate<int>(1, "lists of cells");

        makeKeys = device.Launcher(SortKernels.MakeKeys, a => a.LoadAutoGroupedStreamKernel<
            Index1D, ParticleViews, GridViews, NoteViews, StepNumbers, ArrayView<int>, ArrayView<int>, int, ArrayView<uint>, ArrayView<int>>(SortKernels.MakeKeys));
        reorder = device.Launcher(SortKernels.Reorder, a => a.LoadAutoGroupedStreamKernel<
            Index1D, ParticleViews, ParticleViews, ArrayView<int>, ArrayView<int>, int, ArrayView<int>, ArrayView<int>, int>(SortKernels.Reorder));
        flagChunks = device.Launcher(SortKernels.FlagChunks, a => a.LoadAutoGroupedStreamKernel<Index1D, ArrayView<uint>, int, ArrayView<int>>(SortKernels.FlagChunks));
        gatherCounts = device.Launcher(SortKernels.GatherCounts, a => a.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>, ArrayView<int>, int, ArrayView<int>, ArrayView<int>>(SortKernels.GatherCounts));
        listChunks = device.Launcher(SortKernels.ListChunks, a => a.LoadAutoGroupedStreamKernel<Index1D, ArrayView<uint>, ArrayView<int>, int, ArrayView<int>>(SortKernels.ListChunks));
        listCells = device.Launcher(SortKernels.ListCells, a => a.LoadAutoGroupedStreamKernel<Index1D, ArrayView<uint>, int, GridViews, int, ArrayView<int>>(SortKernels.ListCells));
    }

    /// <summary>First chunk of each law, and the number of chunks.</summary>
    public int[] FirstChunks { get; }

    public ArrayView<int> ChunkStarts => chunkStarts.View;

    /// <summary>Chunks before each particle, and their number.</summary>
    public ArrayView<int> ChunksBefore => chunksBefore.View;

    /// <summary>Particles of each (law, block, cell); deterministic mode only.</summary>
    public ArrayView<int> Cells => cells.View;

    public int MovingLaws => movingLaws;

    /// <summary>Those of the moving laws that come first: all but rigid ones.</summary>
    public int DeformingLaws { get; }

    /// <summary>Particles of deforming laws, which come first.</summary>
    public int DeformingParticles => particles.LawStarts[DeformingLaws];

    /// <summary>Chunks of deforming laws.</summary>
    public int DeformingChunks => FirstChunks[DeformingLaws];

    /// <summary>First chunk of a law, and how many it has.</summary>
    public (int First, int Count) ChunksOf(int law) => (FirstChunks[law], FirstChunks[law + 1] - FirstChunks[law]);

    public void Sort(in NoteViews notes, in StepNumbers step)
    {
        int count = particles.Count;
        if (count == 0) return;
        grid.DropSided();
        makeKeys(count, particles.Views, grid.Views, notes, step, particles.LawOfRow.View, particles.Slots.View, byIndex ? 1 : 0, keys.View, payloads.View);
        grid.Directory.BeginSort(grid, particles, movingLaws, keys.View, payloads.View);
        uint largest = (uint)(((long)particles.Laws.Count * grid.Directory.Groups << SortKernels.CellBits) - 1);
        radix.Sort(keys.View, payloads.View, count, largest);
        ListChunks(count);
        reorder(
            count, particles.Views, particles.SpareViews, payloads.View, particles.Slots.View, particles.ColumnCount, chunksBefore.View,
            chunkStarts.View, byIndex ? 0 : 1);
        particles.Exchange();
        grid.Reserve(hostCounts[^1]);
        if (byIndex) ListCells();
    }

    public void Dispose()
    {
        radix.Dispose();
        scan.Dispose();
        keys.Dispose();
        payloads.Dispose();
        chunksBefore.Dispose();
        chunkStarts.Dispose();
        lawStarts.Dispose();
        counts.Dispose();
        cells.Dispose();
    }

    private void ListChunks(int count)
    {
        flagChunks(count + 1, keys.View, count, chunksBefore.View);
        scan.Exclusive(chunksBefore.View, count + 1);
        listChunks(count, keys.View, chunksBefore.View, count, chunkStarts.View);
        grid.Directory.EndSort(grid, keys.View, particles.LawStarts[movingLaws]);
        gatherCounts(hostCounts.Length, chunksBefore.View, lawStarts.View, particles.Laws.Count, grid.Directory.StoredCount, counts.View);
        counts.CopyToCPU(hostCounts);
        hostCounts.AsSpan(0, FirstChunks.Length).CopyTo(FirstChunks);
    }

    private void ListCells()
    {
        long entries = 2L * movingLaws * grid.StoredNodes;
        GrowingBuffers.Reserve(device, ref cells, entries, "lists of cells");
        cells.MemSetToZero();
        int moving = particles.LawStarts[movingLaws];
        if (moving > 0) listCells(moving, keys.View, moving, grid.Views, grid.StoredBlocks, cells.View);
    }
}
