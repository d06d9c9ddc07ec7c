using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>
/// A collider that moves freely: what it takes from matter's momentum goes to it, what matter takes comes from it. It meets
/// boundaries and other rigid bodies too.
/// </summary>
public sealed record RigidBody
{
    /// <summary>A body of even density.</summary>
    /// <param name="shape">A form with a volume, its centre of mass at its origin.</param>
    /// <param name="mass">Mass [kg], positive.</param>
    /// <param name="surface">What it does to matter, and its friction and restitution at boundaries.</param>
    /// <exception cref="SimulationSetupException">The form has no volume of its own, or a number cannot be meant.</exception>
    public RigidBody(ColliderShape shape, double mass, ContactSurface surface)
    {
        if (!(mass > 0 && double.IsFinite(mass)))
            throw new SimulationSetupException("RigidBody.Mass", $"{mass} kg", "give a positive mass");
        Shape = shape;
        Mass = mass;
        Surface = surface.Checked();
        Inertia = shape.Inertia(mass) ?? throw new SimulationSetupException(
            "RigidBody.Shape", $"{shape.GetType().Name} has no volume of its own", "use a solid box, sphere, capsule or cylinder");
    }

    /// <summary>The form.</summary>
    public ColliderShape Shape { get; }

    /// <summary>Mass [kg].</summary>
    public double Mass { get; }

    /// <summary>What it does to matter.</summary>
    public ContactSurface Surface { get; }

    /// <summary>Inertia about the centre of mass in the body's axes [kg m^2].</summary>
    public Matrix3x3<Real64> Inertia { get; init; }

    /// <summary>Centre of mass at the start [m].</summary>
    public Vector3<Real64> Position { get; init; }

    /// <summary>Turns the body's axes into those of the scene at the start.</summary>
    public Quaternion<Real64> Orientation { get; init; } = Quaternion<Real64>.Identity;

    /// <summary>Velocity at the start [m/s].</summary>
    public Vector3<Real64> Velocity { get; init; }

    /// <summary>Angular velocity at the start [rad/s].</summary>
    public Vector3<Real64> AngularVelocity { get; init; }
}
