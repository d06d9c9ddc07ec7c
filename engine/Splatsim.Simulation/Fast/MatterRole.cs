namespace Splatsim.Simulation.Fast;

/// <summary>What happens to particles of one kind. A packet holds one kind.</summary>
internal enum MatterRole
{
    /// <summary>Has mass and a law.</summary>
    Matter,

    /// <summary>Has mass, and moves as its rigid body does.</summary>
    Rigid,

    /// <summary>Never moves; its nodes are held.</summary>
    Stationary,

    /// <summary>Has no mass: is carried, with its total deformation.</summary>
    Tracer,

    /// <summary>Takes no part: not emitted yet, or removed.</summary>
    Parked,
}
