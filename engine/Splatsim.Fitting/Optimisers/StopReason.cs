namespace Splatsim.Fitting;

/// <summary>Why a search has ended.</summary>
public enum StopReason
{
    /// <summary>The gradient, the step or the progress fell below its tolerance.</summary>
    Converged,

    /// <summary>All iterations were used.</summary>
    IterationsUsed,

    /// <summary>No step made the loss smaller any more; at the limit of rounding this is convergence.</summary>
    NoProgress,

    /// <summary>The loss went out of hand however short the steps; the best point is still given.</summary>
    Diverged,
}
