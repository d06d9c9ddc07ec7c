namespace Splatsim.Simulation;

/// <summary>What a tape does next during a reverse run.</summary>
public enum CheckpointAction
{
    /// <summary>Go to the state in a slot.</summary>
    Restore,

    /// <summary>Run forward to a substep.</summary>
    Advance,

    /// <summary>Keep the present state in a slot.</summary>
    Store,

    /// <summary>Reverse the substep that starts at the present state.</summary>
    Reverse,
}

/// <summary>One step of a reverse run.</summary>
/// <param name="Action">What to do.</param>
/// <param name="Substep">The substep that the state is, or then is, at the start of.</param>
/// <param name="Slot">The slot of a restored or stored state; -1 otherwise.</param>
public readonly record struct CheckpointStep(CheckpointAction Action, int Substep, int Slot);
