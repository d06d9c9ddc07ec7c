namespace Splatsim.Simulation;

/// <summary>How a tape trades memory for time.</summary>
public sealed record TapeOptions
{
    /// <summary>1 GiB.</summary>
    public const long DefaultMemoryBudget = 1L << 30;

    /// <summary>The default: 1 GiB, automatic.</summary>
    public static TapeOptions Default { get; } = new();

    /// <summary>Memory for states of the forward run [bytes]; two of them at least must fit.</summary>
    public long MemoryBudget { get; init; } = DefaultMemoryBudget;

    /// <summary>Which states are kept. The gradient is the same to the last bit whatever is chosen.</summary>
    public CheckpointStrategy Strategy { get; init; }
}
