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
/// <param name="Free">Takes the state when nobody goes back to it any more: a reverse run takes thousands of states and holds some tens.</param>
internal sealed record SimulatorMemory(
    double Time, double TimeStep, long SubstepCount, double Dissipated,
    ActionState[] Actions, ActionState Active, ActionState Rigid, ActionState Bodies, (uint[] Near, uint[] Front) Sides, object State,
    Stack<object> Free) : IDisposable
{
    /// <summary>Whether the state's memory may be in use again.</summary>
    public bool IsGivenBack { get; private set; }

    /// <summary>Nobody goes back to it any more: its memory serves the next one.</summary>
    public void Dispose()
    {
        if (IsGivenBack) return;
        IsGivenBack = true;
        Free.Push(State);
    }
}
