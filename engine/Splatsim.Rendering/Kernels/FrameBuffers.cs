using ILGPU;
using ILGPU.Runtime;
using Splatsim.Compute;

namespace Splatsim.Rendering.Kernels;

/// <summary>Buffers by name that grow to the largest frame and are then used again.</summary>
internal sealed class FrameBuffers(ComputeDevice device) : IDisposable
{
    private readonly Dictionary<string, MemoryBuffer> buffers = [];

    /// <summary>A buffer of at least a length; its contents are whatever was there.</summary>
    /// <exception cref="DeviceMemoryException">There is no room.</exception>
    public ArrayView<T> Get<T>(string name, long length)
        where T : unmanaged
    {
        if (buffers.TryGetValue(name, out MemoryBuffer? known) && known.Length >= Math.Max(1, length)) return known.AsArrayView<T>(0, known.Length);
        known?.Dispose();
        buffers.Remove(name);
        MemoryBuffer1D<T, Stride1D.Dense> made = device.Allocate<T>(length + length / 4, name);
        buffers[name] = made;
        return made.View;
    }

    /// <summary>Sends numbers to the start of a buffer.</summary>
    public static void Send<T>(ArrayView<T> target, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        if (values.Length > 0) target.SubView(0, values.Length).CopyFromCPU(ref System.Runtime.InteropServices.MemoryMarshal.GetReference(values), values.Length);
    }

    public void Dispose()
    {
        foreach (MemoryBuffer buffer in buffers.Values) buffer.Dispose();
        buffers.Clear();
    }
}
