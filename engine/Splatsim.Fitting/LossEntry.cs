namespace Splatsim.Fitting;

/// <summary>One registered loss.</summary>
/// <param name="Name">Name in files and commands.</param>
/// <param name="Kind">What it compares.</param>
/// <param name="Summary">What it is, in one sentence.</param>
/// <param name="Create">Makes it for a target, with its usual constants.</param>
public sealed record LossEntry(string Name, LossKind Kind, string Summary, Func<LossTarget, ILoss> Create)
{
    /// <summary>True when a prediction that equals its target has loss 0.</summary>
    public bool IsZeroAtTarget { get; init; } = true;

    /// <summary>True when places may have weights.</summary>
    public bool TakesWeights { get; init; } = true;
}
