namespace Splatsim.Scenes;

/// <summary>What an animation left behind.</summary>
public sealed record AnimationResult
{
    /// <summary>Frames that were written, the initial one included.</summary>
    public int FrameCount { get; init; }

    /// <summary>True when it was stopped early; what was written until then is complete and playable.</summary>
    public bool Cancelled { get; init; }

    /// <summary>Files that were written.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Statistics of every frame; zeros but for time and substeps where a device drew and neither statistics, a plot nor a film was asked for.</summary>
    public required StatisticsLog Statistics { get; init; }

    /// <summary>Substeps that were simulated.</summary>
    public long SubstepCount { get; init; }

    /// <summary>Wall-clock time of simulating [s].</summary>
    public double SimulationSeconds { get; init; }

    /// <summary>Wall-clock time of carrying, drawing and writing [s].</summary>
    public double PictureSeconds { get; init; }
}
