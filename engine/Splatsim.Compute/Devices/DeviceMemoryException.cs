namespace Splatsim.Compute;

/// <summary>A device has no room for a buffer.</summary>
/// <param name="device">The device.</param>
/// <param name="purpose">What the buffer was for.</param>
/// <param name="bytes">Its size [bytes].</param>
/// <param name="cause">What the driver said, or null.</param>
public sealed class DeviceMemoryException(string device, string purpose, long bytes, Exception? cause = null)
    : DeviceException(
        device,
        FormattableString.Invariant($"no room for {purpose} ({bytes / (double)(1 << 20):f1} MiB)"),
        "use fewer particles, larger cells or a smaller picture, or --device cpu",
        cause)
{
    /// <summary>Size that was asked for [bytes].</summary>
    public long Bytes { get; } = bytes;
}
