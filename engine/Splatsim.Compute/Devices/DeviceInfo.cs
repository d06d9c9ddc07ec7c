namespace Splatsim.Compute;

/// <summary>One device of this machine.</summary>
/// <param name="Kind">What it is driven by.</param>
/// <param name="Index">Number among the devices of its kind, from 0.</param>
/// <param name="Name">Name that its driver gives.</param>
/// <param name="MemoryBytes">Memory [bytes]; what the process may have, for the processor.</param>
/// <param name="IsGpu">True for GPUs; false for the processor, also where OpenCL drives it.</param>
public sealed record DeviceInfo(DeviceKind Kind, int Index, string Name, long MemoryBytes, bool IsGpu)
{
    /// <summary>The name by which it is asked for: <c>cpu</c>, <c>cuda:0</c>, <c>opencl:0</c>.</summary>
    public string Key => new DeviceChoice(Kind, Index).ToString();
}
