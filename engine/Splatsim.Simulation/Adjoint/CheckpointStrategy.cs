namespace Splatsim.Simulation;

/// <summary>Which states a tape keeps, and what it runs again to have the others.</summary>
public enum CheckpointStrategy
{
    /// <summary>All states where the memory budget holds them, else <see cref="Binomial"/> with as many as it holds.</summary>
    Automatic,

    /// <summary>Every state: nothing is run again but the substep at hand.</summary>
    StoreAll,

    /// <summary>Square root of the substeps: one run more, and twice that many states.</summary>
    TwoLevel,

    /// <summary>Cube root of the substeps: two runs more, and three times that many states.</summary>
    ThreeLevel,

    /// <summary>As few substeps again as a number of states allows (Griewank and Walther 2000).</summary>
    Binomial,
}
