namespace Splatsim.Simulation;

/// <summary>
/// Velocities decay as exp(-c t), exactly for any time step: of everything, at the nodes; or of a group, at its particles, since a
/// node does not know whose matter it carries.
/// </summary>
public sealed record DampingForce : IForce
{
    /// <summary>A damping.</summary>
    /// <param name="rate">c [1/s].</param>
    /// <exception cref="SimulationSetupException">The rate is negative or not finite.</exception>
    public DampingForce(double rate) => Rate = ForceChecks.NotNegative("Damping.Rate", rate, "1/s");

    /// <summary>c [1/s].</summary>
    public double Rate { get; }

    /// <summary>
    /// The part of the velocity that every substep keeps, whatever its length, instead of the rate: what several programs of the
    /// field call grid damping. Null uses the rate.
    /// </summary>
    public double? FactorPerSubstep { get; init; }

    /// <summary>The group; null damps everything.</summary>
    public ParticleSelection? Group { get; init; }

    /// <summary>When it acts.</summary>
    public TimeWindow Window { get; init; }

    /// <inheritdoc/>
    public double MaximumSpeed => 0;

    /// <inheritdoc/>
    public IParticleAction Begin() => new Action(this);

    private sealed class Action(DampingForce data) : IDifferentiableAction
    {
        private readonly GroupWeights group = new(data.Group);

        public void BeforeSubstep(in SubstepMoment moment, IParticleAccess particles, SubstepWork work)
        {
            double duration = data.Window.Overlap(moment.Time, moment.TimeStep);
            if (duration <= 0) return;
            double factor = data.FactorPerSubstep is double kept
                ? ForceChecks.NotNegative("Damping.FactorPerSubstep", kept, "")
                : Math.Exp(-data.Rate * duration);
            work.Forces.Add(new()
            {
                Kind = ForceKind.Damping,
                Site = data.Group is null ? ForceSite.Nodes : ForceSite.Particles,
                Weights = group.AddTo(work, particles),
                Factor = factor,
            });
        }

        public void BeforeSubstepAdjoint(in SubstepMoment moment, ActionAdjoint adjoint)
        {
            if (adjoint.Forces.Length == 0) return;
            double duration = data.Window.Overlap(moment.Time, moment.TimeStep), byFactor = adjoint.Forces[0].Factor.Value;
            if (data.FactorPerSubstep is not null) adjoint.Coefficients.Add("factorPerSubstep", byFactor);
            else adjoint.Coefficients.Add("rate", -duration * Math.Exp(-data.Rate * duration) * byFactor);
        }

        public ActionState Save() => group.Save();

        public void Restore(ActionState saved) => group.Restore(saved);
    }
}
