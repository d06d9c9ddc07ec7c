using ILGPU.Runtime.Cuda;
using Splatsim.Compute;

namespace Splatsim.Benchmarks.Gpu;

/// <summary>What a device's driver says of its memory.</summary>
internal static class GpuMemory
{
    /// <summary>Memory in use by everybody [MiB]; "unknown" where the driver has no such question.</summary>
    public static string InUse(ComputeDevice device) => device.Accelerator is CudaAccelerator cuda
        ? FormattableString.Invariant($"{(cuda.MemorySize - cuda.GetFreeMemory()) >> 20}")
        : "unknown";
}
