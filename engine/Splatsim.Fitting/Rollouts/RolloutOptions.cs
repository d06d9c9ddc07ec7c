using Splatsim.Simulation;

namespace Splatsim.Fitting;

/// <summary>How a rollout is run.</summary>
public sealed record RolloutOptions
{
    /// <summary>Memory for the states of the reverse run.</summary>
    public TapeOptions Tape { get; init; } = TapeOptions.Default;

    /// <summary>False to take the loss alone.</summary>
    public bool Differentiate { get; init; } = true;
}
