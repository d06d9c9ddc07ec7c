namespace Splatsim.Simulation;

/// <summary>The number that state and grid are kept in.</summary>
public enum SimulationPrecision
{
    /// <summary>64-bit: the default of the reference back end.</summary>
    Double,

    /// <summary>32-bit: what the fast back end and GPUs use.</summary>
    Single,
}
