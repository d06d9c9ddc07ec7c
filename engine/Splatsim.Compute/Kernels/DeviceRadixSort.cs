using System.Numerics;
using ILGPU;
using ILGPU.Runtime;

namespace Splatsim.Compute;

/// <summary>
/// Stable radix sort of 32-bit keys with 32-bit payloads on a device: the same order as <see cref="RadixSort"/> on the
/// processor. Only as many digits are looked at as the largest key has. Scratch is kept between calls.
/// </summary>
public sealed class DeviceRadixSort : IDisposable
{
    private readonly ComputeDevice device;
    private readonly DeviceScan scan;
    private readonly Action<KernelConfig, ArrayView<uint>, ArrayView<int>, int, int, int> count;
    private readonly Action<KernelConfig, ArrayView<uint>, ArrayView<int>, ArrayView<uint>, ArrayView<int>, ArrayView<int>, int, int, int> scatter;
    private MemoryBuffer1D<uint, Stride1D.Dense>? keyScratch;
    private MemoryBuffer1D<int, Stride1D.Dense>? payloadScratch;
    private MemoryBuffer1D<int, Stride1D.Dense>? counts;

    /// <summary>Compiles the kernels.</summary>
    /// <param name="device">The device.</param>
    public DeviceRadixSort(ComputeDevice device)
    {
        this.device = device;
        scan = new(device);
        count = device.Launcher(RadixKernels.Count, a => a.LoadStreamKernel<ArrayView<uint>, ArrayView<int>, int, int, int>(RadixKernels.Count));
        scatter = device.Launcher(RadixKernels.Scatter, a => a.LoadStreamKernel<
            ArrayView<uint>, ArrayView<int>, ArrayView<uint>, ArrayView<int>, ArrayView<int>, int, int, int>(RadixKernels.Scatter));
    }

    /// <summary>Sorts keys ascending, payloads with them; equal keys keep their order.</summary>
    /// <param name="keys">Keys; sorted in place.</param>
    /// <param name="payloads">One payload per key; reordered in place.</param>
    /// <param name="length">Number of leading elements to sort.</param>
    /// <param name="largestKey">No key is larger: fewer bits are fewer passes.</param>
    /// <exception cref="DeviceMemoryException">There is no room for the scratch.</exception>
    public void Sort(ArrayView<uint> keys, ArrayView<int> payloads, int length, uint largestKey = uint.MaxValue)
    {
        if (length < 2) return;
        int tiles = (length + RadixKernels.TileSize - 1) / RadixKernels.TileSize;
        Reserve(length, tiles);
        int bits = 32 - BitOperations.LeadingZeroCount(largestKey);
        (ArrayView<uint> keysIn, ArrayView<uint> keysOut) = (keys, keyScratch!.View);
        (ArrayView<int> payloadsIn, ArrayView<int> payloadsOut) = (payloads, payloadScratch!.View);
        KernelConfig launch = new(tiles, RadixKernels.GroupSize);
        int passes = (bits + RadixKernels.DigitBits - 1) / RadixKernels.DigitBits;
        for (int pass = 0; pass < passes; pass++)
        {
            int shift = pass * RadixKernels.DigitBits;
            count(launch, keysIn, counts!.View, length, tiles, shift);
            scan.Exclusive(counts.View, RadixKernels.Digits * tiles);
            scatter(launch, keysIn, payloadsIn, keysOut, payloadsOut, counts.View, length, tiles, shift);
            (keysIn, keysOut) = (keysOut, keysIn);
            (payloadsIn, payloadsOut) = (payloadsOut, payloadsIn);
        }

        if (passes % 2 == 0) return;
        keyScratch.View.SubView(0, length).CopyTo(keys.SubView(0, length));
        payloadScratch.View.SubView(0, length).CopyTo(payloads.SubView(0, length));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        keyScratch?.Dispose();
        payloadScratch?.Dispose();
        counts?.Dispose();
        scan.Dispose();
    }

    private void Reserve(int length, int tiles)
    {
        if (keyScratch is null || keyScratch.Length < length)
        {
            keyScratch?.Dispose();
            payloadScratch?.Dispose();
            int capacity = (int)Math.Min(int.MaxValue, length + length / 4L);
            keyScratch = device.Allocate<uint>(capacity, "sorting keys");
            payloadScratch = device.Allocate<int>(capacity, "sorting payloads");
        }

        if (counts is not null && counts.Length >= RadixKernels.Digits * tiles) return;
        counts?.Dispose();
        counts = device.Allocate<int>(RadixKernels.Digits * (tiles + tiles / 4), "digit counts");
    }
}
