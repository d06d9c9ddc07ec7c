namespace Splatsim.Simulation;

/// <summary>The number that state and grid are kept in.</summary>
public enum SimulationPrecision
{
    /// <summary>64-bit: the reference back end only, and its default.</summary>
    Double,

    /// <summary>32-bit: either back end; the only one of the fast back end and of GPUs.</summary>
    Single,
}
