using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>A force that follows from time and place alone: nothing to remember, applied at the nodes.</summary>
public abstract record NodeForce : IForce
{
    /// <summary>When the force acts. A substep that the window cuts gets its share of the force.</summary>
    public TimeWindow Window { get; init; }

    /// <inheritdoc/>
    public abstract double MaximumSpeed { get; }

    /// <inheritdoc/>
    public IParticleAction Begin() => new Action(this);

    /// <summary>The force during one substep.</summary>
    /// <param name="moment">The substep.</param>
    /// <param name="share">The part of the substep that the window covers, above 0 to 1.</param>
    /// <param name="work">Receives the force.</param>
    protected abstract void Collect(in SubstepMoment moment, double share, SubstepWork work);

    /// <summary>The adjoint of <see cref="Collect"/>: from derivatives of a loss by what it added to those by the force's coefficients.</summary>
    /// <param name="moment">The substep.</param>
    /// <param name="share">The part of the substep that the window covers.</param>
    /// <param name="forces">Derivatives by what was added, in its order.</param>
    /// <param name="gradient">Receives the derivatives.</param>
    /// <exception cref="NotDifferentiableException">The force has no adjoint.</exception>
    protected virtual void CollectAdjoint(
        in SubstepMoment moment, double share, ReadOnlySpan<ForceCotangents<Real64>> forces, CoefficientGradient gradient) =>
        throw new NotDifferentiableException(GetType().Name, "it has no adjoint", "override CollectAdjoint, or leave the force out", moment.Time);

    private sealed class Action(NodeForce data) : IDifferentiableAction
    {
        public void BeforeSubstep(in SubstepMoment moment, IParticleAccess particles, SubstepWork work)
        {
            double share = data.Window.Overlap(moment.Time, moment.TimeStep) / moment.TimeStep;
            if (share > 0) data.Collect(in moment, Math.Min(share, 1), work);
        }

        public void BeforeSubstepAdjoint(in SubstepMoment moment, ActionAdjoint adjoint)
        {
            double share = data.Window.Overlap(moment.Time, moment.TimeStep) / moment.TimeStep;
            if (share > 0) data.CollectAdjoint(in moment, Math.Min(share, 1), adjoint.Forces, adjoint.Coefficients);
        }

        public ActionState Save() => ActionState.Empty;

        public void Restore(ActionState saved)
        {
        }
    }
}
