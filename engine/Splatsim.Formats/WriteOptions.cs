using Splatsim.Splats;

namespace Splatsim.Formats;

/// <summary>How a file is written.</summary>
public sealed record WriteOptions
{
    /// <summary>Every default.</summary>
    public static WriteOptions Default { get; } = new();

    /// <summary>Stops the writing; nothing is left behind.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Receives one line per thing that the format cannot hold.</summary>
    public Action<string>? Warn { get; init; }

    /// <summary>Receives the finished fraction, 0 to 1.</summary>
    public IProgress<double>? Progress { get; init; }

    /// <summary>Version of the format where it has several (SPZ 3 or 4); null for the newest.</summary>
    public int? Version { get; init; }

    /// <summary>Seed of anything random in the writer (SOG's palette). The same seed gives the same bytes.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The axes that an SPZ file is to be in; null keeps those of the cloud.</summary>
    public CoordinateFrame? Frame { get; init; }

    /// <summary>Bits per harmonic coefficient in SPZ files.</summary>
    public SpzShBits SpzShBits { get; init; } = SpzShBits.Default;
}
