using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>
/// A gripper: the particles that are in a shape move as a rigid body, translated along a path and turned about its point.
/// </summary>
public sealed record RigidMotionEvent : IParticleEvent
{
    /// <summary>A gripper.</summary>
    /// <param name="shape">What it grips.</param>
    /// <param name="path">Where the pivot goes.</param>
    /// <param name="window">From gripping to letting go.</param>
    public RigidMotionEvent(ParticleShape shape, MotionPath path, TimeWindow window) => (Shape, Path, Window) = (shape, path, window);

    /// <summary>What it grips.</summary>
    public ParticleShape Shape { get; }

    /// <summary>Where the pivot goes.</summary>
    public MotionPath Path { get; }

    /// <summary>From gripping to letting go.</summary>
    public TimeWindow Window { get; }

    /// <summary>Angular velocity about the pivot [rad/s].</summary>
    public Vector3<Real64> AngularVelocity { get; init; }

    /// <summary>
    /// True: all nodes that the particles touch move with them, so that they move exactly so. False: the particles' velocities are
    /// set before each transfer and mix with their surroundings, as in PhysGaussian.
    /// </summary>
    public bool HoldsNodes { get; init; } = true;

    /// <summary>True: particles are chosen at time 0, wherever they are when the window opens. False: when it opens.</summary>
    public bool ChoosesAtStart { get; init; }

    /// <inheritdoc/>
    public double MaximumSpeed => Path.MaximumSpeed;

    /// <inheritdoc/>
    public IParticleAction Begin() => new Action(this);

    private sealed class Action(RigidMotionEvent data) : IDifferentiableAction
    {
        private int[]? selected;

        public void BeforeSubstep(in SubstepMoment moment, IParticleAccess particles, SubstepWork work)
        {
            bool acts = data.Window.Covers(moment.Time, moment.TimeStep);
            if (acts || data.ChoosesAtStart) selected ??= data.Shape.Select(particles);
            if (!acts) return;
            RigidStep step = RigidStep.Of(
                data.Path.PositionAt(moment.Time), data.Path.MeanVelocity(moment.Time, moment.TimeStep), data.AngularVelocity, moment.TimeStep);
            foreach (int p in selected!)
            {
                if (!particles.IsActive(p)) continue;
                Vector3<Real64> x = particles.PositionOf(p);
                particles.SetVelocity(p, step.At(x), step.Turn);
                if (data.HoldsNodes) work.Holds.HoldAround(x, in step);
            }
        }

        // The motion is held fixed; the velocity that it gives follows the place.
        public void BeforeSubstepAdjoint(in SubstepMoment moment, ActionAdjoint adjoint)
        {
            if (!data.Window.Covers(moment.Time, moment.TimeStep)) return;
            RigidStep step = RigidStep.Of(
                data.Path.PositionAt(moment.Time), data.Path.MeanVelocity(moment.Time, moment.TimeStep), data.AngularVelocity, moment.TimeStep);
            Matrix3x3<Real64> turn = step.Turn;
            foreach (int p in selected!) adjoint.SetVelocityAdjoint(p, in turn);
        }

        public ActionState Save() => ActionState.OfSelection(selected);

        public void Restore(ActionState saved) => selected = saved.Selection();
    }
}
