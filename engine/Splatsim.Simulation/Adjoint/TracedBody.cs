using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>A rigid body all of whose numbers derivatives are asked by.</summary>
internal readonly struct TracedBody
{
    private readonly RigidMotion<Traced> motion;
    private readonly Traced mass, friction, restitution;
    private readonly Matrix3x3<Traced> matrix;

    /// <summary>A body.</summary>
    public TracedBody(Trace trace, in RigidState state, double mass, in Matrix3x3<Real64> inertia, ContactSurface surface)
    {
        motion = new()
        {
            Position = trace.Input(state.Position),
            Orientation = trace.Input(state.Orientation),
            Momentum = trace.Input(state.Momentum),
            AngularMomentum = trace.Input(state.AngularMomentum),
        };
        (this.mass, friction, restitution) = (trace.Input(mass), trace.Input(surface.Friction), trace.Input(surface.Restitution));
        matrix = trace.Input(in inertia);
        Inertia = new(this.mass, matrix);
        Skin = new(surface.Mode, friction, restitution);
    }

    public RigidMotion<Traced> Motion => motion;

    public RigidInertia<Traced> Inertia { get; }

    public RigidSkin<Traced> Skin { get; }

    /// <summary>Takes what a reversed trace has found: by the state anew, by the rest added.</summary>
    public void AddTo(Trace trace, RigidCotangents target)
    {
        target.State = new()
        {
            Position = trace.Of(motion.Position),
            Orientation = trace.Of(motion.Orientation),
            Momentum = trace.Of(motion.Momentum),
            AngularMomentum = trace.Of(motion.AngularMomentum),
        };
        target.Mass += trace.Of(mass);
        target.Inertia += trace.Of(in matrix);
        target.Friction += trace.Of(friction);
        target.Restitution += trace.Of(restitution);
    }
}
