using System.Numerics;
using ILGPU;
using ILGPU.Runtime;
using Splatsim.Compute;

namespace Splatsim.Simulation.Kernels;

/// <summary>
/// A hash table of the stored blocks: memory goes with matter, however large the domain is. Blocks are numbered in the order of their places, so
/// that the numbers do not depend on who entered first.
/// </summary>
internal sealed class HashedDirectory : DeviceDirectory
{
    private const string Purpose = "the list of blocks";

    private readonly ComputeDevice device;
    private readonly int lawCount;
    private readonly DeviceScan scan;
    private readonly DeviceRadixSort radix;
    private readonly int[] total = new int[1];
    private readonly Action<Index1D, ParticleViews, ArrayView<int>, int, ArrayView<int>, int, ArrayView<int>> enterParticles;
    private readonly Action<Index1D, ArrayView<long>, int, ArrayView<int>, int, ArrayView<int>> enterPlaces;
    private readonly Action<Index1D, ArrayView<long>, ArrayView<int>, ArrayView<long>> list;
    private readonly Action<Index1D, ArrayView<long>, GridViews, ArrayView<long>> surround;
    private readonly Action<Index1D, ArrayView<long>, ArrayView<uint>, ArrayView<int>> lowerKeys;
    private readonly Action<Index1D, ArrayView<long>, ArrayView<int>, ArrayView<uint>> upperKeys;
    private readonly Action<Index1D, ArrayView<long>, ArrayView<int>, ArrayView<long>> arrange;
    private readonly Action<Index1D, ParticleViews, GridViews, ArrayView<int>, ArrayView<int>, ArrayView<uint>> completeKeys;
    private MemoryBuffer1D<int, Stride1D.Dense> table, flags, order;
    private MemoryBuffer1D<uint, Stride1D.Dense> halves;
    private MemoryBuffer1D<long, Stride1D.Dense> listed, around, places;
    private int stored;

    public HashedDirectory(ComputeDevice device, int lawCount)
    {
        (this.device, this.lawCount) = (device, lawCount);
        scan = new(device);
        radix = new(device);
        (table, flags, order) = (device.Allocate<int>(2, Purpose), device.AllocateZero<int>(1, Purpose), device.Allocate<int>(1, Purpose));
        halves = device.Allocate<uint>(1, Purpose);
        (listed, around, places) = (device.Allocate<long>(1, Purpose), device.Allocate<long>(1, Purpose), device.Allocate<long>(1, Purpose));
        enterParticles = device.Launcher(BlockKernels.EnterParticles, a => a.LoadAutoGroupedStreamKernel<
            Index1D, ParticleViews, ArrayView<int>, int, ArrayView<int>, int, ArrayView<int>>(BlockKernels.EnterParticles));
        enterPlaces = device.Launcher(BlockKernels.EnterPlaces, a => a.LoadAutoGroupedStreamKernel<
            Index1D, ArrayView<long>, int, ArrayView<int>, int, ArrayView<int>>(BlockKernels.EnterPlaces));
        list = device.Launcher(BlockKernels.List, a => a.LoadAutoGroupedStreamKernel<Index1D, ArrayView<long>, ArrayView<int>, ArrayView<long>>(BlockKernels.List));
        surround = device.Launcher(BlockKernels.Surround, a => a.LoadAutoGroupedStreamKernel<Index1D, ArrayView<long>, GridViews, ArrayView<long>>(BlockKernels.Surround));
        lowerKeys = device.Launcher(BlockKernels.LowerKeys, a => a.LoadAutoGroupedStreamKernel<Index1D, ArrayView<long>, ArrayView<uint>, ArrayView<int>>(BlockKernels.LowerKeys));
        upperKeys = device.Launcher(BlockKernels.UpperKeys, a => a.LoadAutoGroupedStreamKernel<Index1D, ArrayView<long>, ArrayView<int>, ArrayView<uint>>(BlockKernels.UpperKeys));
        arrange = device.Launcher(BlockKernels.Arrange, a => a.LoadAutoGroupedStreamKernel<Index1D, ArrayView<long>, ArrayView<int>, ArrayView<long>>(BlockKernels.Arrange));
        completeKeys = device.Launcher(BlockKernels.CompleteKeys, a => a.LoadAutoGroupedStreamKernel<
            Index1D, ParticleViews, GridViews, ArrayView<int>, ArrayView<int>, ArrayView<uint>>(BlockKernels.CompleteKeys));
    }

    /// <inheritdoc/>
    public override ArrayView<int> Entries => table.View;

    /// <inheritdoc/>
    public override ArrayView<long> Places => places.View;

    /// <inheritdoc/>
    public override int Mask => MaskFor(stored);

    /// <inheritdoc/>
    public override int Groups => Math.Max(1, stored);

    /// <inheritdoc/>
    public override ArrayView<int> StoredCount => flags.View.SubView(stored, 1);

    /// <inheritdoc/>
    public override void BeginSort(DeviceGrid grid, DeviceParticles particles, int movingLaws, ArrayView<uint> keys, ArrayView<int> payloads)
    {
        int count = particles.Count;
        ParticleViews views = particles.Views;
        Reserve(ref flags, count + 1L);
        int mask = Clear(count);
        enterParticles(count + 1, views, particles.LawOfRow.View, movingLaws, table.View, mask, flags.View);
        int occupied = List(views.Place, count);
        int candidates = checked(BlockKernels.Around * Few(occupied, int.MaxValue / (4 * BlockKernels.Around)));
        Reserve(ref around, candidates);
        if (candidates > 0) surround(candidates, listed.View, grid.Views, around.View);
        Enter(around.View, candidates);
        stored = Few(List(around.View, candidates), LargestGroups(lawCount));
        Sort();
        Enter(places.View, stored);
        scan.Exclusive(flags.View, stored + 1);
        completeKeys(count, views, grid.Views, particles.LawOfRow.View, payloads, keys);
    }

    /// <inheritdoc/>
    public override void EndSort(DeviceGrid grid, ArrayView<uint> keys, int movingCount)
    {
    }

    public override void Dispose()
    {
        scan.Dispose();
        radix.Dispose();
        table.Dispose();
        flags.Dispose();
        order.Dispose();
        halves.Dispose();
        listed.Dispose();
        around.Dispose();
        places.Dispose();
    }

    // Twice as many entries as places, so that a search is short.
    private static int MaskFor(int count) => (int)BitOperations.RoundUpToPowerOf2(2u * (uint)Math.Max(1, count)) - 1;

    private int Few(int blocks, long most) => blocks <= most ? blocks : throw new SimulationSetupException(
        "Domain", $"{blocks} blocks around matter with {lawCount} laws are more than the device back end can number ({most})", "use larger cells, or the fast back end");

    private int Clear(int count)
    {
        int mask = MaskFor(count);
        Reserve(ref table, mask + 1L);
        table.View.SubView(0, mask + 1L).MemSet(byte.MaxValue);
        return mask;
    }

    private void Enter(ArrayView<long> from, int count)
    {
        Reserve(ref flags, count + 1L);
        int mask = Clear(count);
        enterPlaces(count + 1, from, count, table.View, mask, flags.View);
    }

    // Lists what has entered; waits for the device.
    private int List(ArrayView<long> from, int count)
    {
        scan.Exclusive(flags.View, count + 1);
        flags.View.SubView(count, 1).CopyToCPU(total);
        if (total[0] == 0) return 0;
        Reserve(ref listed, total[0]);
        list(count, from, flags.View, listed.View);
        return total[0];
    }

    private void Sort()
    {
        Reserve(ref places, stored);
        Reserve(ref halves, stored);
        Reserve(ref order, stored);
        if (stored == 0) return;
        // Two stable sorts, the lower half first.
        lowerKeys(stored, listed.View, halves.View, order.View);
        radix.Sort(halves.View, order.View, stored);
        upperKeys(stored, listed.View, order.View, halves.View);
        radix.Sort(halves.View, order.View, stored, int.MaxValue);
        arrange(stored, listed.View, order.View, places.View);
    }

    private void Reserve<T>(ref MemoryBuffer1D<T, Stride1D.Dense> buffer, long length)
        where T : unmanaged => GrowingBuffers.Reserve(device, ref buffer, length, Purpose);
}
