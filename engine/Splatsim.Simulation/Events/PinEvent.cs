using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>
/// Holds the particles that are in a region when it starts, at rest or with a constant velocity: every node that they
/// touch moves with it, so that they move exactly so.
/// </summary>
/// <param name="Region">Selects the particles, once, at the start.</param>
/// <param name="Window">When they are held.</param>
public sealed record PinEvent(ParticleRegion Region, TimeWindow Window) : IParticleEvent
{
    /// <summary>The velocity that the particles are held at [m/s].</summary>
    public Vector3<Real64> Velocity { get; init; }

    /// <inheritdoc/>
    public double MaximumSpeed => Velocity.Length.Value;

    /// <inheritdoc/>
    public IParticleAction Begin() => new Action(this);

    private sealed class Action(PinEvent data) : IDifferentiableAction
    {
        private int[]? selected;

        public void BeforeSubstep(in SubstepMoment moment, IParticleAccess particles, SubstepWork work)
        {
            if (!data.Window.Covers(moment.Time, moment.TimeStep)) return;
            selected ??= data.Region.Select(particles);
            foreach (int p in selected)
            {
                particles.SetVelocity(p, data.Velocity, default);
                work.Holds.HoldAround(particles.PositionOf(p), data.Velocity);
            }
        }

        // The velocity of the pin is held fixed.
        public void BeforeSubstepAdjoint(in SubstepMoment moment, ActionAdjoint adjoint)
        {
            if (!data.Window.Covers(moment.Time, moment.TimeStep)) return;
            Matrix3x3<Real64> none = default;
            foreach (int p in selected!) adjoint.SetVelocityAdjoint(p, in none);
        }

        public ActionState Save() => ActionState.OfSelection(selected);

        public void Restore(ActionState saved) => selected = saved.Selection();
    }
}
