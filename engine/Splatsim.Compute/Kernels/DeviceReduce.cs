using ILGPU;
using ILGPU.Runtime;

namespace Splatsim.Compute;

/// <summary>Largest value of an array on a device. Order does not matter for it, so results do not depend on the device.</summary>
public sealed class DeviceReduce : IDisposable
{
    private readonly MemoryBuffer1D<float, Stride1D.Dense> parts;
    private readonly MemoryBuffer1D<float, Stride1D.Dense> result;
    private readonly Action<KernelConfig, ArrayView<float>, ArrayView<float>, int> maximum;
    private readonly float[] host = new float[1];
    private readonly int groups;

    /// <summary>Compiles the kernel.</summary>
    /// <param name="device">The device.</param>
    public DeviceReduce(ComputeDevice device)
    {
        groups = device.FillingGroups;
        parts = device.Allocate<float>(groups, "a reduction");
        result = device.Allocate<float>(1, "a reduction");
        maximum = device.Launcher(ReduceKernels.Maximum, a => a.LoadStreamKernel<ArrayView<float>, ArrayView<float>, int>(ReduceKernels.Maximum));
    }

    /// <summary>The largest of the leading elements; NaN where one is NaN, negative infinity where there are none. Waits for it.</summary>
    /// <param name="data">The elements.</param>
    /// <param name="length">How many.</param>
    public float Maximum(ArrayView<float> data, int length)
    {
        maximum(new KernelConfig(groups, ReduceKernels.GroupSize), data, parts.View, length);
        maximum(new KernelConfig(1, ReduceKernels.GroupSize), parts.View, result.View, groups);
        result.CopyToCPU(host);
        return host[0];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        parts.Dispose();
        result.Dispose();
    }
}
