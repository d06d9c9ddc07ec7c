namespace Splatsim.Simulation;

/// <summary>The run of an event that acts again and again within a window, with a least time in between.</summary>
/// <param name="window">When it acts.</param>
/// <param name="period">Least time between two acts [s]; 0 acts before every substep.</param>
/// <param name="act">What it does to the particles at a time [s].</param>
internal sealed class PeriodicAction(TimeWindow window, double period, Action<IParticleAccess, double> act) : IParticleAction
{
    private double next = double.NegativeInfinity;

    public void BeforeSubstep(in SubstepMoment moment, IParticleAccess particles, SubstepWork work)
    {
        if (!window.Covers(moment.Time, moment.TimeStep) || moment.Time + 0.5 * moment.TimeStep < next) return;
        next = moment.Time + period;
        act(particles, moment.Time);
    }

    public ActionState Save() => new([], [next]);

    public void Restore(ActionState saved) => next = saved.Reals[0];
}
