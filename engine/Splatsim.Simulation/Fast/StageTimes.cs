using System.Diagnostics;

namespace Splatsim.Simulation.Fast;

/// <summary>Wall time of the passes over all particles or nodes; a few clock readings per substep.</summary>
internal sealed class StageTimes
{
    /// <summary>A reading of the clock.</summary>
    public static long Now => Stopwatch.GetTimestamp();

    /// <summary>Sorting, without the lists of blocks.</summary>
    public StageTime Sort { get; } = new("sort");

    /// <summary>Lists of blocks after a sort: who is where, whose sums reach whom.</summary>
    public StageTime Blocks { get; } = new("block lists");

    /// <summary>Starts of substeps by themselves: after a sort, or when somebody had looked at the particles.</summary>
    public StageTime Scatter { get; } = new("particles to grid");

    /// <summary>Grid updates.</summary>
    public StageTime Grid { get; } = new("grid");

    /// <summary>Ends of substeps by themselves.</summary>
    public StageTime Gather { get; } = new("grid to particles");

    /// <summary>The end of a substep and the start of the next in one visit.</summary>
    public StageTime Continue { get; } = new("grid to particles to grid");

    /// <summary>All stages.</summary>
    public IReadOnlyList<StageTime> All => [Sort, Blocks, Scatter, Grid, Gather, Continue];
}
