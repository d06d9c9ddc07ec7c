using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>Derivatives of a loss by a free rigid collider as it was given.</summary>
public sealed record RigidBodyGradient
{
    /// <summary>By its centre of mass at the start [1/m].</summary>
    public required Vector3<Real64> Position { get; init; }

    /// <summary>By a small turn at the start, about the scene's axes [1/rad].</summary>
    public required Vector3<Real64> Turn { get; init; }

    /// <summary>By its velocity at the start [s/m].</summary>
    public required Vector3<Real64> Velocity { get; init; }

    /// <summary>By its angular velocity at the start [s/rad].</summary>
    public required Vector3<Real64> AngularVelocity { get; init; }

    /// <summary>By its mass, the inertia in proportion [1/kg].</summary>
    public required double Mass { get; init; }

    /// <summary>By the Coulomb coefficient of its surface.</summary>
    public required double Friction { get; init; }

    /// <summary>By the restitution of its surface.</summary>
    public required double Restitution { get; init; }
}
