using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>A rigid body while its contacts are solved: velocities that impulses change.</summary>
internal struct RigidMover
{
    private readonly double inverseMass;
    private readonly Matrix3x3<Real64> inverse;
    private readonly Matrix3x3<Real64> inertia;
    private readonly double mass;
    private Vector3<Real64> velocity, angularVelocity;
    private bool isPushed;

    /// <summary>A body.</summary>
    /// <param name="state">Its state, with the momenta before contact.</param>
    /// <param name="body">Its mass and inertia.</param>
    /// <param name="arms">Points of its surface, in its own axes [m].</param>
    /// <param name="radius">How far its surface lies outside these points [m].</param>
    /// <param name="reach">Distance of the farthest point from the centre [m].</param>
    public RigidMover(in RigidState state, in RigidInertia body, double[] arms, double radius, double reach)
    {
        (State, Arms, Radius, Reach) = (state, arms, radius, reach);
        Turn = state.Orientation.ToMatrix();
        (velocity, angularVelocity) = (body.Velocity(in state), body.AngularVelocity(in state));
        (mass, inertia) = (body.Mass, body.Inertia);
        inverseMass = 1 / mass;
        inverse = Turn * (inertia.Inverse * Turn.Transposed);
    }

    /// <summary>The state before contact.</summary>
    public RigidState State { get; }

    /// <summary>Its axes.</summary>
    public Matrix3x3<Real64> Turn { get; }

    /// <summary>Points of its surface, in its own axes [m].</summary>
    public double[] Arms { get; }

    /// <summary>How far its surface lies outside these points [m].</summary>
    public double Radius { get; }

    /// <summary>Distance of the farthest point from the centre [m].</summary>
    public double Reach { get; }

    /// <summary>A bound of the speeds of its points [m/s].</summary>
    public readonly double FastestPoint => velocity.Length.Value + angularVelocity.Length.Value * Reach;

    /// <summary>The state with the momenta that the impulses have left.</summary>
    public readonly RigidState Result => !isPushed
        ? State
        : State with { Momentum = new Real64(mass) * velocity, AngularMomentum = Turn * (inertia * (Turn.Transposed * angularVelocity)) };

    /// <summary>Velocity of a point [m/s].</summary>
    /// <param name="arm">From the centre of mass to it [m].</param>
    public readonly Vector3<Real64> VelocityAt(Vector3<Real64> arm) => velocity + Vector3<Real64>.Cross(angularVelocity, arm);

    /// <summary>Change of the speed of a point per impulse in the same direction [1/kg].</summary>
    /// <param name="arm">From the centre of mass to it [m].</param>
    /// <param name="direction">The direction.</param>
    public readonly double Mobility(Vector3<Real64> arm, Vector3<Real64> direction)
    {
        Vector3<Real64> lever = Vector3<Real64>.Cross(arm, direction);
        return inverseMass + Vector3<Real64>.Dot(lever, inverse * lever).Value;
    }

    /// <summary>Gives the body an impulse at a point.</summary>
    /// <param name="arm">From the centre of mass to it [m].</param>
    /// <param name="impulse">The impulse [N s].</param>
    public void Push(Vector3<Real64> arm, Vector3<Real64> impulse)
    {
        velocity += new Real64(inverseMass) * impulse;
        angularVelocity += inverse * Vector3<Real64>.Cross(arm, impulse);
        isPushed = true;
    }
}
