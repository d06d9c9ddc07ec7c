namespace Splatsim.Simulation;

/// <summary>A drain: particles that are found in a shape are removed, with their mass and momentum.</summary>
/// <param name="Shape">Where matter vanishes.</param>
/// <param name="Window">When.</param>
public sealed record SinkEvent(ParticleShape Shape, TimeWindow Window) : IParticleEvent
{
    /// <summary>
    /// Least time between two looks [s]; 0 looks before every substep, which costs a pass over all particles. Matter must not cross
    /// the shape in between.
    /// </summary>
    public double Period { get; init; }

    /// <inheritdoc/>
    public double MaximumSpeed => 0;

    /// <inheritdoc/>
    public IParticleAction Begin() => new Action(this);

    private sealed class Action(SinkEvent data) : IParticleAction
    {
        private double next = double.NegativeInfinity;

        public void BeforeSubstep(in SubstepMoment moment, IParticleAccess particles, SubstepWork work)
        {
            if (!data.Window.Covers(moment.Time, moment.TimeStep) || moment.Time + 0.5 * moment.TimeStep < next) return;
            next = moment.Time + data.Period;
            foreach (int p in data.Shape.Select(particles)) particles.Deactivate(p);
        }

        public ActionState Save() => new([], [next]);

        public void Restore(ActionState saved) => next = saved.Reals[0];
    }
}
