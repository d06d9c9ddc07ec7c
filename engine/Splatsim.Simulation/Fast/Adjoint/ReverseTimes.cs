namespace Splatsim.Simulation.Fast;

/// <summary>Wall time of the passes of a reverse run.</summary>
internal sealed class ReverseTimes
{
    /// <summary>The substep again: actions, sort, particles to grid, update of the grid.</summary>
    public StageTime Record { get; } = new("forward again");

    /// <summary>From particles' cotangents to nodes'.</summary>
    public StageTime Scatter { get; } = new("particles to grid");

    /// <summary>The update of the grid in reverse.</summary>
    public StageTime Grid { get; } = new("grid");

    /// <summary>From nodes' cotangents to particles', and laws.</summary>
    public StageTime Gather { get; } = new("grid to particles, laws");

    /// <summary>All passes.</summary>
    public IReadOnlyList<StageTime> All => [Record, Scatter, Grid, Gather];
}

/// <summary>What benchmarks ask the fast back end's tape.</summary>
internal interface IReverseDiagnostics
{
    /// <summary>Memory of the reverse run besides the states [bytes].</summary>
    long Bytes { get; }

    /// <summary>Time per pass.</summary>
    ReverseTimes Stages { get; }
}
