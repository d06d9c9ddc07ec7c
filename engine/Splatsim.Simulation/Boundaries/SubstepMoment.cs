namespace Splatsim.Simulation;

/// <summary>One substep, as boundaries and events see it.</summary>
/// <param name="Time">Start of the substep [s].</param>
/// <param name="TimeStep">Its length [s].</param>
/// <param name="Domain">The grid.</param>
public readonly record struct SubstepMoment(double Time, double TimeStep, GridDomain Domain)
{
    /// <summary>The numbers of the fields that boundaries read.</summary>
    public FieldTable Fields { get => field ?? FieldTable.Empty; init; }

    /// <summary>The numbers of the colliders that are thin.</summary>
    public ThinWalls Walls { get => field ?? ThinWalls.Empty; init; }

    /// <summary>Which substep of its frame it is, from 0.</summary>
    public int SubstepInFrame { get; init; }
}
