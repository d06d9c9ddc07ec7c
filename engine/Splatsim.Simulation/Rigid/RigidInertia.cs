using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>Mass and inertia of a rigid body, and its motion without forces.</summary>
internal readonly struct RigidInertia
{
    private readonly Matrix3x3<Real64> inverse;

    /// <summary>A body.</summary>
    /// <param name="mass">Mass [kg], positive.</param>
    /// <param name="inertia">Inertia about the centre of mass in the body's axes [kg m^2], positive definite.</param>
    public RigidInertia(double mass, Matrix3x3<Real64> inertia)
    {
        Mass = mass;
        Inertia = inertia;
        inverse = inertia.Inverse;
    }

    public double Mass { get; }

    public Matrix3x3<Real64> Inertia { get; }

    /// <summary>Velocity of the centre of mass [m/s].</summary>
    public Vector3<Real64> Velocity(in RigidState state) => new Real64(1 / Mass) * state.Momentum;

    /// <summary>Angular velocity [rad/s].</summary>
    public Vector3<Real64> AngularVelocity(in RigidState state) => AngularVelocity(state.Orientation, state.AngularMomentum);

    /// <summary>
    /// Moves freely for a while. Momenta stay as they are; the turn is that of the angular velocity half way (second order), so that
    /// a body that tumbles keeps its energy well.
    /// </summary>
    public RigidState Moved(in RigidState state, double duration)
    {
        Vector3<Real64> first = AngularVelocity(state.Orientation, state.AngularMomentum);
        Quaternion<Real64> half = Rotations.FromVector(new Real64(0.5 * duration) * first) * state.Orientation;
        Vector3<Real64> middle = AngularVelocity(half, state.AngularMomentum);
        return state with
        {
            Position = state.Position + new Real64(duration) * Velocity(in state),
            Orientation = (Rotations.FromVector(new Real64(duration) * middle) * state.Orientation).Normalized,
        };
    }

    private Vector3<Real64> AngularVelocity(Quaternion<Real64> orientation, Vector3<Real64> angularMomentum)
    {
        Matrix3x3<Real64> turn = orientation.ToMatrix();
        return turn * (inverse * (turn.Transposed * angularMomentum));
    }
}
