using ILGPU;
using ILGPU.Runtime;
using Splatsim.Compute;

namespace Splatsim.Coupling.Kernels;

/// <summary>Memory of a device that is given back together.</summary>
/// <param name="device">The device.</param>
/// <param name="purpose">What it is for, for errors.</param>
internal sealed class DeviceBuffers(ComputeDevice device, string purpose) : IDisposable
{
    private readonly List<MemoryBuffer> buffers = [];

    /// <summary>Reserves memory; its contents are whatever was there.</summary>
    /// <exception cref="DeviceMemoryException">There is no room.</exception>
    public ArrayView<T> Reserve<T>(long count)
        where T : unmanaged
    {
        MemoryBuffer1D<T, Stride1D.Dense> buffer = device.Allocate<T>(count, purpose);
        buffers.Add(buffer);
        return buffer.View;
    }

    /// <summary>Reserves memory and sets it to zero.</summary>
    /// <exception cref="DeviceMemoryException">There is no room.</exception>
    public ArrayView<int> Zeros(int count)
    {
        ArrayView<int> view = Reserve<int>(count);
        device.Guard(() => view.MemSetToZero());
        return view;
    }

    /// <summary>Sends an array.</summary>
    /// <exception cref="DeviceException">There is no room, or the device was lost.</exception>
    public ArrayView<T> Send<T>(T[] values)
        where T : unmanaged
    {
        ArrayView<T> view = Reserve<T>(values.Length);
        if (values.Length > 0) device.Guard(() => view.SubView(0, values.Length).CopyFromCPU(values));
        return view;
    }

    public void Dispose()
    {
        foreach (MemoryBuffer buffer in buffers) buffer.Dispose();
        buffers.Clear();
    }
}
