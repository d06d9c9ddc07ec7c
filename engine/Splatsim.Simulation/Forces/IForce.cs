namespace Splatsim.Simulation;

/// <summary>
/// A force: an event whose action describes itself for every substep as <see cref="GridForce{T}"/>s in
/// <see cref="SubstepWork.Forces"/>, which every back end applies with the one formula in <see cref="GridForces"/>. A user's own
/// force implements this too.
/// </summary>
public interface IForce : IParticleEvent
{
}
