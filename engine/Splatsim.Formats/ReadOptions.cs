using Splatsim.Splats;

namespace Splatsim.Formats;

/// <summary>How a file is read.</summary>
public sealed record ReadOptions
{
    /// <summary>Every default.</summary>
    public static ReadOptions Default { get; } = new();

    /// <summary>Stops the reading.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Receives one line per thing that was odd but could be read.</summary>
    public Action<string>? Warn { get; init; }

    /// <summary>Receives the finished fraction, 0 to 1.</summary>
    public IProgress<double>? Progress { get; init; }

    /// <summary>The axes of the file's values, against what it says itself (SPZ); null believes the file.</summary>
    public CoordinateFrame? Frame { get; init; }
}
