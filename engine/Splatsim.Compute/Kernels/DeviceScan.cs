using ILGPU;
using ILGPU.Runtime;

namespace Splatsim.Compute;

/// <summary>Exclusive prefix sums on a device. Scratch is kept between calls.</summary>
public sealed class DeviceScan : IDisposable
{
    private readonly ComputeDevice device;
    private readonly Action<KernelConfig, ArrayView<int>, ArrayView<int>, int> scanTiles;
    private readonly Action<Index1D, ArrayView<int>, ArrayView<int>> addTotals;
    private readonly List<MemoryBuffer1D<int, Stride1D.Dense>> levels = [];

    /// <summary>Compiles the kernels.</summary>
    /// <param name="device">The device.</param>
    public DeviceScan(ComputeDevice device)
    {
        this.device = device;
        scanTiles = device.Launcher(ScanKernels.ScanTiles, a => a.LoadStreamKernel<ArrayView<int>, ArrayView<int>, int>(ScanKernels.ScanTiles));
        addTotals = device.Launcher(ScanKernels.AddTotals, a => a.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>, ArrayView<int>>(ScanKernels.AddTotals));
    }

    /// <summary>Replaces every element by the sum of those before it.</summary>
    /// <param name="data">The elements.</param>
    /// <param name="length">How many leading ones.</param>
    public void Exclusive(ArrayView<int> data, int length) => Exclusive(data, length, 0);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (MemoryBuffer1D<int, Stride1D.Dense> level in levels) level.Dispose();
    }

    private void Exclusive(ArrayView<int> data, int length, int level)
    {
        if (length == 0) return;
        int tiles = (length + ScanKernels.TileSize - 1) / ScanKernels.TileSize;
        ArrayView<int> totals = Totals(level, tiles);
        scanTiles(new KernelConfig(tiles, ScanKernels.GroupSize), data, totals, length);
        if (tiles == 1) return;
        Exclusive(totals, tiles, level + 1);
        addTotals(length, data, totals);
    }

    private ArrayView<int> Totals(int level, int tiles)
    {
        if (level == levels.Count) levels.Add(device.Allocate<int>(tiles, "prefix sums"));
        if (levels[level].Length < tiles)
        {
            levels[level].Dispose();
            levels[level] = device.Allocate<int>(tiles + tiles / 4, "prefix sums");
        }

        return levels[level].View;
    }
}
