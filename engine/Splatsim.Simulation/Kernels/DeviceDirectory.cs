using ILGPU;
using Splatsim.Compute;

namespace Splatsim.Simulation.Kernels;

/// <summary>Which blocks of the grid are stored, and as which number.</summary>
internal abstract class DeviceDirectory : IDisposable
{
    /// <summary>See <see cref="GridViews.Directory"/>.</summary>
    public abstract ArrayView<int> Entries { get; }

    /// <summary>See <see cref="GridViews.Places"/>.</summary>
    public abstract ArrayView<long> Places { get; }

    /// <summary>See <see cref="GridViews.Mask"/>.</summary>
    public abstract int Mask { get; }

    /// <summary>See <see cref="GridViews.Groups"/>.</summary>
    public abstract int Groups { get; }

    /// <summary>One number on the device: stored blocks, after <see cref="EndSort"/>.</summary>
    public abstract ArrayView<int> StoredCount { get; }

    /// <summary>A table of all blocks where it fits, a hash table otherwise.</summary>
    /// <param name="device">The device.</param>
    /// <param name="domain">The domain.</param>
    /// <param name="lawCount">Laws that keys of a sort tell apart.</param>
    /// <param name="dense">Forces one of them where it can be; null chooses by memory.</param>
    public static DeviceDirectory Create(ComputeDevice device, GridDomain domain, int lawCount, bool? dense)
    {
        long blocks = (long)DeviceGrid.Blocks(domain.CountX) * DeviceGrid.Blocks(domain.CountY) * DeviceGrid.Blocks(domain.CountZ);
        bool fits = !domain.IsUnbounded && blocks <= LargestGroups(lawCount);
        bool table = fits && (dense ?? blocks * sizeof(int) <= Fast.BlockDirectory.DenseBytes);
        return table ? new DenseDirectory(device, (int)blocks) : new HashedDirectory(device, lawCount);
    }

    /// <summary>Blocks that keys can tell apart.</summary>
    protected static long LargestGroups(int lawCount) => (1L << (32 - SortKernels.CellBits)) / Math.Max(1, lawCount);

    /// <summary>Before the keys of <see cref="SortKernels.MakeKeys"/> are sorted.</summary>
    public abstract void BeginSort(DeviceGrid grid, DeviceParticles particles, int movingLaws, ArrayView<uint> keys, ArrayView<int> payloads);

    /// <summary>After they are sorted.</summary>
    /// <param name="grid">The grid.</param>
    /// <param name="keys">Sorted keys.</param>
    /// <param name="movingCount">Those before this one are of moving matter.</param>
    public abstract void EndSort(DeviceGrid grid, ArrayView<uint> keys, int movingCount);

    public abstract void Dispose();
}
