using ILGPU;
using ILGPU.Runtime;
using Splatsim.Compute;

namespace Splatsim.Simulation.Kernels;

/// <summary>A short list that the host fills anew every substep; it is sent when it has changed.</summary>
/// <typeparam name="T">Plain data.</typeparam>
internal sealed class DeviceList<T>(ComputeDevice device, string purpose) : IDisposable
    where T : unmanaged
{
    private MemoryBuffer1D<T, Stride1D.Dense> buffer = device.Allocate<T>(1, purpose);
    private T[] host = new T[1];
    private bool changed;

    public int Count { get; private set; }

    public ArrayView<T> View => buffer.View;

    public void Begin() => Count = 0;

    public void Add(in T item)
    {
        if (Count == host.Length) Array.Resize(ref host, 2 * Count);
        if (!DeviceBytes.AreEqual(in item, in host[Count]))
        {
            host[Count] = item;
            changed = true;
        }

        Count++;
    }

    public void Send()
    {
        if (buffer.Length < host.Length)
        {
            buffer.Dispose();
            buffer = device.Allocate<T>(host.Length, purpose);
            changed = true;
        }

        if (changed && Count > 0) buffer.View.SubView(0, host.Length).CopyFromCPU(host);
        changed &= Count == 0;
    }

    public void Dispose() => buffer.Dispose();
}
