using ILGPU;
using ILGPU.Runtime;
using Splatsim.Compute;

namespace Splatsim.Simulation.Kernels;

/// <summary>An entry for every block of the domain.</summary>
internal sealed class DenseDirectory : DeviceDirectory
{
    private readonly int count;
    private readonly DeviceScan scan;
    private readonly MemoryBuffer1D<int, Stride1D.Dense> entries, before;
    private readonly MemoryBuffer1D<long, Stride1D.Dense> places;
    private readonly Action<Index1D, ArrayView<uint>, GridViews> noteBlocks;
    private readonly Action<Index1D, GridViews, ArrayView<int>> numberBlocks;

    public DenseDirectory(ComputeDevice device, int count)
    {
        this.count = count;
        scan = new(device);
        entries = device.AllocateZero<int>(count, "the grid");
        places = device.Allocate<long>(count, "the grid");
        before = device.Allocate<int>(count + 1L, "the grid");
        noteBlocks = device.Launcher(SortKernels.NoteBlocks, a => a.LoadAutoGroupedStreamKernel<Index1D, ArrayView<uint>, GridViews>(SortKernels.NoteBlocks));
        numberBlocks = device.Launcher(SortKernels.NumberBlocks, a => a.LoadAutoGroupedStreamKernel<Index1D, GridViews, ArrayView<int>>(SortKernels.NumberBlocks));
    }

    /// <inheritdoc/>
    public override ArrayView<int> Entries => entries.View;

    /// <inheritdoc/>
    public override ArrayView<long> Places => places.View;

    /// <inheritdoc/>
    public override int Mask => 0;

    /// <inheritdoc/>
    public override int Groups => count;

    /// <inheritdoc/>
    public override ArrayView<int> StoredCount => before.View.SubView(count, 1);

    /// <inheritdoc/>
    public override void BeginSort(DeviceGrid grid, DeviceParticles particles, int movingLaws, ArrayView<uint> keys, ArrayView<int> payloads)
    {
    }

    /// <inheritdoc/>
    public override void EndSort(DeviceGrid grid, ArrayView<uint> keys, int movingCount)
    {
        entries.MemSetToZero();
        GridViews views = grid.Views;
        if (movingCount > 0) noteBlocks(movingCount, keys, views);
        // One more than there are places: its running sum is the number of blocks.
        before.MemSetToZero();
        before.View.SubView(0, count).CopyFrom(entries.View.SubView(0, count));
        scan.Exclusive(before.View, count + 1);
        numberBlocks(count, views, before.View);
    }

    public override void Dispose()
    {
        scan.Dispose();
        entries.Dispose();
        places.Dispose();
        before.Dispose();
    }
}
