using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>
/// A force on the particles that are in a region when it starts, for a stretch of time. The velocity gained is exactly
/// force times duration over mass, whatever the time step.
/// </summary>
/// <param name="Region">Selects the particles, once, at the start.</param>
/// <param name="Force">The force [N].</param>
/// <param name="Window">When it acts.</param>
public sealed record ImpulseEvent(ParticleRegion Region, Vector3<Real64> Force, TimeWindow Window) : IParticleEvent
{
    /// <summary>
    /// False: the force acts on every particle by itself. True: it is the sum over the region, shared by mass, so that
    /// the motion does not depend on how finely the body is sampled.
    /// </summary>
    public bool IsTotal { get; init; }

    /// <summary>
    /// Number of whole substeps from the window's start that the force acts, instead of the window's end; as the
    /// configuration files of PhysGaussian count.
    /// </summary>
    public int? SubstepCount { get; init; }

    /// <summary>True: particles are chosen at time 0, wherever they are later. False: when the force starts.</summary>
    public bool ChoosesAtStart { get; init; }

    /// <inheritdoc/>
    public double MaximumSpeed => 0;

    /// <inheritdoc/>
    public IParticleAction Begin() => new Action(this);

    private sealed class Action(ImpulseEvent data) : IDifferentiableAction
    {
        private int[]? selected;
        private double selectedMass;
        private int substeps;
        private double given;

        public void BeforeSubstep(in SubstepMoment moment, IParticleAccess particles, SubstepWork work)
        {
            double duration = DurationIn(in moment);
            given = 0;
            if (duration <= 0 && !data.ChoosesAtStart) return;
            if (selected is null)
            {
                selected = data.Region.Select(particles);
                selectedMass = selected.Sum(particles.MassOf);
            }

            given = Math.Max(duration, 0);
            if (duration <= 0) return;
            substeps++;
            foreach (int p in selected)
            {
                double mass = data.IsTotal ? selectedMass : particles.MassOf(p);
                if (mass > 0) particles.AddVelocity(p, new Real64(duration / mass) * data.Force);
            }
        }

        public void BeforeSubstepAdjoint(in SubstepMoment moment, ActionAdjoint adjoint)
        {
            if (selected is null || given <= 0) return;
            foreach (int p in selected)
            {
                double mass = data.IsTotal ? selectedMass : adjoint.MassOf(p);
                if (mass <= 0) continue;
                Vector3<Real64> by = new Real64(given / mass) * adjoint.ByVelocity(p);
                adjoint.Coefficients.Add("force", by);
                double byMass = -Vector3<Real64>.Dot(by, data.Force).Value / mass;
                if (!data.IsTotal) adjoint.AddByMass(p, byMass);
                else foreach (int q in selected) adjoint.AddByMass(q, byMass);
            }
        }

        public ActionState Save() => ActionState.OfSelection(selected, selectedMass, substeps);

        public void Restore(ActionState saved) =>
            (selected, selectedMass, substeps) = (saved.Selection(), saved.Reals[0], (int)saved.Reals[1]);

        private double DurationIn(in SubstepMoment moment)
        {
            if (data.SubstepCount is not { } count) return data.Window.Overlap(moment.Time, moment.TimeStep);
            bool started = moment.Time + 0.5 * moment.TimeStep >= data.Window.Start;
            return started && substeps < count ? moment.TimeStep : 0;
        }
    }
}
