using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>A rigid body while its contacts are solved: velocities that impulses change.</summary>
/// <typeparam name="T">A number of one lane.</typeparam>
internal struct RigidMover<T>
    where T : unmanaged, IReal<T>
{
    private readonly T inverseMass;
    private readonly Matrix3x3<T> inverse;
    private readonly Matrix3x3<T> inertia;
    private readonly T mass;
    private Vector3<T> velocity, angularVelocity;
    private bool isPushed;

    /// <summary>A body.</summary>
    /// <param name="state">Its state, with the momenta before contact.</param>
    /// <param name="body">Its mass and inertia.</param>
    /// <param name="arms">Points of its surface, in its own axes [m].</param>
    /// <param name="radius">How far its surface lies outside these points [m].</param>
    /// <param name="reach">Distance of the farthest point from the centre [m].</param>
    public RigidMover(in RigidMotion<T> state, in RigidInertia<T> body, T[] arms, T radius, double reach)
    {
        (State, Arms, Radius, Reach) = (state, arms, radius, reach);
        Turn = state.Orientation.ToMatrix();
        (velocity, angularVelocity) = (body.Velocity(in state), body.AngularVelocity(in state));
        (mass, inertia) = (body.Mass, body.Inertia);
        inverseMass = T.One / mass;
        inverse = Turn * (body.Inverse * Turn.Transposed);
    }

    /// <summary>The state before contact.</summary>
    public RigidMotion<T> State { get; }

    /// <summary>Its axes.</summary>
    public Matrix3x3<T> Turn { get; }

    /// <summary>Points of its surface, in its own axes [m].</summary>
    public T[] Arms { get; }

    /// <summary>One of these points.</summary>
    public readonly Vector3<T> ArmOf(int i) => new(Arms[3 * i], Arms[3 * i + 1], Arms[3 * i + 2]);

    /// <summary>How far its surface lies outside these points [m].</summary>
    public T Radius { get; }

    /// <summary>Distance of the farthest point from the centre [m].</summary>
    public double Reach { get; }

    /// <summary>A bound of the speeds of its points [m/s].</summary>
    public readonly double FastestPoint => Scalars.ToDouble(velocity).Length.Value + Scalars.ToDouble(angularVelocity).Length.Value * Reach;

    /// <summary>The state with the momenta that the impulses have left.</summary>
    public readonly RigidMotion<T> Result => !isPushed
        ? State
        : State with { Momentum = mass * velocity, AngularMomentum = Turn * (inertia * (Turn.Transposed * angularVelocity)) };

    /// <summary>Velocity of a point [m/s].</summary>
    /// <param name="arm">From the centre of mass to it [m].</param>
    public readonly Vector3<T> VelocityAt(Vector3<T> arm) => velocity + Vector3<T>.Cross(angularVelocity, arm);

    /// <summary>Change of the speed of a point per impulse in the same direction [1/kg].</summary>
    /// <param name="arm">From the centre of mass to it [m].</param>
    /// <param name="direction">The direction.</param>
    public readonly T Mobility(Vector3<T> arm, Vector3<T> direction)
    {
        Vector3<T> lever = Vector3<T>.Cross(arm, direction);
        return inverseMass + Vector3<T>.Dot(lever, inverse * lever);
    }

    /// <summary>Gives the body an impulse at a point.</summary>
    /// <param name="arm">From the centre of mass to it [m].</param>
    /// <param name="impulse">The impulse [N s].</param>
    public void Push(Vector3<T> arm, Vector3<T> impulse)
    {
        velocity += inverseMass * impulse;
        angularVelocity += inverse * Vector3<T>.Cross(arm, impulse);
        isPushed = true;
    }
}
