using ILGPU;
using ILGPU.Runtime;
using Splatsim.Compute;

namespace Splatsim.Simulation.Kernels;

/// <summary>Buffers that grow with what they are asked to hold.</summary>
internal static class GrowingBuffers
{
    /// <summary>Puts items at a buffer's start; it is made anew where they do not fit.</summary>
    /// <param name="device">The device.</param>
    /// <param name="buffer">The buffer.</param>
    /// <param name="items">The items.</param>
    /// <param name="purpose">What it is for.</param>
    public static void Put<T>(ComputeDevice device, ref MemoryBuffer1D<T, Stride1D.Dense> buffer, T[] items, string purpose)
        where T : unmanaged
    {
        Reserve(device, ref buffer, items.Length, purpose);
        if (items.Length > 0) buffer.View.SubView(0, items.Length).CopyFromCPU(items);
    }

    /// <summary>Makes a buffer anew where it is shorter than asked for.</summary>
    /// <param name="device">The device.</param>
    /// <param name="buffer">The buffer.</param>
    /// <param name="length">The length.</param>
    /// <param name="purpose">What it is for.</param>
    public static void Reserve<T>(ComputeDevice device, ref MemoryBuffer1D<T, Stride1D.Dense> buffer, long length, string purpose)
        where T : unmanaged
    {
        if (buffer.Length >= length) return;
        buffer.Dispose();
        buffer = device.Allocate<T>(length + length / 4, purpose);
    }
}
