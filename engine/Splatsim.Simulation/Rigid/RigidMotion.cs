using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>A <see cref="RigidState"/> in any number.</summary>
/// <typeparam name="T">A number of one lane.</typeparam>
internal struct RigidMotion<T>
    where T : unmanaged, IReal<T>
{
    public Vector3<T> Position;
    public Quaternion<T> Orientation;
    public Vector3<T> Momentum;
    public Vector3<T> AngularMomentum;

    /// <summary>The same in double.</summary>
    public readonly RigidState State => new(
        Scalars.ToDouble(Position),
        new(Scalars.ToDouble(Orientation.W), Scalars.ToDouble(Orientation.X), Scalars.ToDouble(Orientation.Y), Scalars.ToDouble(Orientation.Z)),
        Scalars.ToDouble(Momentum), Scalars.ToDouble(AngularMomentum));

    /// <summary>Of a state.</summary>
    public static RigidMotion<T> From(in RigidState state) => new()
    {
        Position = Scalars.FromDouble<T>(state.Position),
        Orientation = new(
            T.FromDouble(state.Orientation.W.Value), T.FromDouble(state.Orientation.X.Value), T.FromDouble(state.Orientation.Y.Value),
            T.FromDouble(state.Orientation.Z.Value)),
        Momentum = Scalars.FromDouble<T>(state.Momentum),
        AngularMomentum = Scalars.FromDouble<T>(state.AngularMomentum),
    };
}
