namespace Splatsim.Simulation;

/// <summary>A state that a simulator can go back to: a checkpoint of the adjoint.</summary>
/// <param name="Time">Simulated time [s].</param>
/// <param name="TimeStep">Length of the last substep [s].</param>
/// <param name="SubstepCount">Substeps since the start.</param>
/// <param name="Dissipated">Energy turned into heat so far [J].</param>
/// <param name="Actions">Forces and events.</param>
/// <param name="Active">Particles that take no part.</param>
/// <param name="Rigid">Rigid materials.</param>
/// <param name="Bodies">Free rigid colliders.</param>
/// <param name="Sides">On which sides of thin walls particles and tracers are.</param>
/// <param name="State">Particles and tracers, in the back end's own form.</param>
internal sealed record SimulatorMemory(
    double Time, double TimeStep, long SubstepCount, double Dissipated,
    ActionState[] Actions, ActionState Active, ActionState Rigid, ActionState Bodies, (uint[] Near, uint[] Front) Sides, object State) : IDisposable
{
    /// <summary>Nobody goes back to it any more: a back end may use its memory again.</summary>
    public void Dispose() => (State as IDisposable)?.Dispose();
}
