using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>Mass and inertia of a rigid body, and its motion without forces.</summary>
/// <typeparam name="T">A number of one lane.</typeparam>
internal readonly struct RigidInertia<T>
    where T : unmanaged, IReal<T>
{
    /// <summary>A body.</summary>
    /// <param name="mass">Mass [kg], positive.</param>
    /// <param name="inertia">Inertia about the centre of mass in the body's axes [kg m^2], positive definite.</param>
    public RigidInertia(T mass, Matrix3x3<T> inertia)
    {
        Mass = mass;
        Inertia = inertia;
        Inverse = inertia.Inverse;
    }

    public T Mass { get; }

    public Matrix3x3<T> Inertia { get; }

    /// <summary>Inverse of the inertia, in the body's axes.</summary>
    public Matrix3x3<T> Inverse { get; }

    /// <summary>Velocity of the centre of mass [m/s].</summary>
    public Vector3<T> Velocity(in RigidMotion<T> state) => (T.One / Mass) * state.Momentum;

    /// <summary>Angular velocity [rad/s].</summary>
    public Vector3<T> AngularVelocity(in RigidMotion<T> state) => AngularVelocity(state.Orientation, state.AngularMomentum);

    /// <summary>
    /// Moves freely for a while. Momenta stay as they are; the turn is that of the angular velocity half way (second order), so that
    /// a body that tumbles keeps its energy well.
    /// </summary>
    public RigidMotion<T> Moved(in RigidMotion<T> state, double duration)
    {
        Vector3<T> first = AngularVelocity(state.Orientation, state.AngularMomentum);
        Quaternion<T> half = Rotations.FromVector(T.FromDouble(0.5 * duration) * first) * state.Orientation;
        Vector3<T> middle = AngularVelocity(half, state.AngularMomentum);
        return state with
        {
            Position = state.Position + T.FromDouble(duration) * Velocity(in state),
            Orientation = (Rotations.FromVector(T.FromDouble(duration) * middle) * state.Orientation).Normalized,
        };
    }

    private Vector3<T> AngularVelocity(Quaternion<T> orientation, Vector3<T> angularMomentum)
    {
        Matrix3x3<T> turn = orientation.ToMatrix();
        return turn * (Inverse * (turn.Transposed * angularMomentum));
    }
}
