namespace Splatsim.Compute;

/// <summary>A device cannot be had, ran out of memory, or was lost.</summary>
/// <param name="device">The device, or the text that asked for one.</param>
/// <param name="problem">What is wrong, with the values.</param>
/// <param name="remedy">What to do.</param>
/// <param name="cause">What the driver said, or null.</param>
public class DeviceException(string device, string problem, string remedy, Exception? cause = null)
    : Exception($"device '{device}': {problem}; {remedy}", cause)
{
    /// <summary>The device, or the text that asked for one.</summary>
    public string Device { get; } = device;

    /// <summary>What to do.</summary>
    public string Remedy { get; } = remedy;
}
