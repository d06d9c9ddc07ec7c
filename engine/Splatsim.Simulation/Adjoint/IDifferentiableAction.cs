namespace Splatsim.Simulation;

/// <summary>An action with an adjoint. A gradient through any other one is a <see cref="NotDifferentiableException"/>.</summary>
public interface IDifferentiableAction : IParticleAction
{
    /// <summary>
    /// The adjoint of <see cref="IParticleAction.BeforeSubstep"/>, called right after the substep was repeated, so that whatever the action
    /// remembers is that of this substep.
    /// </summary>
    /// <param name="moment">The substep.</param>
    /// <param name="adjoint">Derivatives by what the action did, and the place for those by what it read.</param>
    void BeforeSubstepAdjoint(in SubstepMoment moment, ActionAdjoint adjoint);
}
