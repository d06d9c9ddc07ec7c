namespace Splatsim.Fitting;

/// <summary>What of a frame's state a loss looks at.</summary>
public enum StatePart
{
    /// <summary>Positions of the particles [m], three numbers each.</summary>
    Positions,

    /// <summary>Velocities of the particles [m/s], three numbers each.</summary>
    Velocities,

    /// <summary>Positions of the tracers [m], three numbers each.</summary>
    TracerPositions,
}
