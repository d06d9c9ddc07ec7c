namespace Splatsim.Simulation;

/// <summary>The formula of a force; see <see cref="GridForces"/>.</summary>
public enum ForceKind
{
    /// <summary>The same acceleration everywhere: gravity that varies in time, or a spring's pull on the particles that it holds.</summary>
    Acceleration = 0,

    /// <summary>Towards a point, as gravity of a softened point mass.</summary>
    Attractor = 1,

    /// <summary>Away from a point within a radius.</summary>
    Blast = 2,

    /// <summary>Matter takes over the velocity of a Rankine vortex.</summary>
    Vortex = 3,

    /// <summary>Velocity decays.</summary>
    Damping = 4,

    /// <summary>The acceleration of a field on a grid.</summary>
    FieldAcceleration = 5,

    /// <summary>Matter takes over the velocity of a field on a grid.</summary>
    FieldVelocity = 6,

    /// <summary>Quadratic drag of wind on an exposed area.</summary>
    Drag = 7,

    /// <summary>Weight of the displaced fluid.</summary>
    Buoyancy = 8,
}
