using System.Globalization;

namespace Splatsim.Compute;

/// <summary>Which device was asked for. A null kind is <c>auto</c>: the first GPU, or the processor where there is none.</summary>
/// <param name="Kind">What drives the device, or null.</param>
/// <param name="Index">Number among the devices of that kind, from 0.</param>
public readonly record struct DeviceChoice(DeviceKind? Kind, int Index = 0)
{
    /// <summary>The first GPU, or the processor.</summary>
    public static DeviceChoice Automatic => default;

    /// <summary>The processor.</summary>
    public static DeviceChoice Cpu => new(DeviceKind.Cpu);

    /// <summary>Reads <c>auto</c>, <c>cpu</c>, <c>cuda</c>, <c>cuda:1</c>, <c>opencl</c>, <c>opencl:1</c>.</summary>
    /// <param name="text">The choice.</param>
    /// <exception cref="DeviceException">It is none of them.</exception>
    public static DeviceChoice Parse(string text)
    {
        string[] parts = text.Trim().ToLowerInvariant().Split(':');
        DeviceChoice? choice = parts[0] switch
        {
            "auto" => Automatic,
            "cpu" => Cpu,
            "cuda" => new(DeviceKind.Cuda),
            "opencl" => new(DeviceKind.OpenCl),
            _ => null,
        };
        if (choice is { } found && parts.Length == 1) return found;
        bool hasIndex = parts.Length == 2 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out _);
        if (choice is { Kind: DeviceKind.Cuda or DeviceKind.OpenCl } indexed && hasIndex)
            return indexed with { Index = int.Parse(parts[1], CultureInfo.InvariantCulture) };
        throw new DeviceException(text, "is no device", "use auto, cpu, cuda:0 or opencl:0 (splatsim devices lists them)");
    }

    /// <inheritdoc/>
    public override string ToString() => Kind switch
    {
        DeviceKind.Cpu => "cpu",
        DeviceKind.Cuda => $"cuda:{Index}",
        DeviceKind.OpenCl => $"opencl:{Index}",
        _ => "auto",
    };
}
