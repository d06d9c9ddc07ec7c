namespace Splatsim.Compute;

/// <summary>What a device is driven by.</summary>
public enum DeviceKind
{
    /// <summary>The processor, by the engine's own SIMD code.</summary>
    Cpu,

    /// <summary>An NVIDIA GPU, by its driver.</summary>
    Cuda,

    /// <summary>A device of an OpenCL platform: most often a GPU, or the processor through PoCL.</summary>
    OpenCl,
}
