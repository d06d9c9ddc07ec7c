using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>Derivatives of a loss by a rigid body: its state at one moment, and what does not change.</summary>
internal sealed class RigidCotangents
{
    /// <summary>By the state.</summary>
    public RigidMotion<Real64> State;

    /// <summary>By the mass with the inertia fixed [1/kg].</summary>
    public double Mass;

    /// <summary>By the inertia in the body's axes [1/(kg m^2)].</summary>
    public Matrix3x3<Real64> Inertia;

    /// <summary>By friction and restitution of a free body's surface.</summary>
    public double Friction, Restitution;

    /// <summary>Adds derivatives by the state in the order of <see cref="RigidState.Write"/>.</summary>
    public void Add(ReadOnlySpan<double> v)
    {
        State.Position += new Vector3<Real64>(v[0], v[1], v[2]);
        State.Orientation = Sum(State.Orientation, new(v[3], v[4], v[5], v[6]));
        State.Momentum += new Vector3<Real64>(v[7], v[8], v[9]);
        State.AngularMomentum += new Vector3<Real64>(v[10], v[11], v[12]);
    }

    /// <summary>Adds two quaternions of derivatives.</summary>
    public static Quaternion<Real64> Sum(Quaternion<Real64> a, Quaternion<Real64> b) => new(a.W + b.W, a.X + b.X, a.Y + b.Y, a.Z + b.Z);

    /// <summary>Seeds a trace with the derivatives by the state.</summary>
    public void Seed(Trace trace, in RigidMotion<Traced> motion)
    {
        trace.Seed(motion.Position, State.Position);
        trace.Seed(motion.Orientation, State.Orientation);
        trace.Seed(motion.Momentum, State.Momentum);
        trace.Seed(motion.AngularMomentum, State.AngularMomentum);
    }
}
