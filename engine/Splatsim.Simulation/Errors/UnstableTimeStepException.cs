namespace Splatsim.Simulation;

/// <summary>The user's own time step is too long for the stiffest material, the viscosity or the fastest particle.</summary>
/// <param name="time">Simulated time [s].</param>
/// <param name="timeStep">The refused step [s].</param>
/// <param name="stableTimeStep">A step that would be accepted now [s].</param>
/// <param name="reason">Which bound it breaks, with its numbers.</param>
public sealed class UnstableTimeStepException(double time, double timeStep, double stableTimeStep, string reason)
    : SimulationException(
        FormattableString.Invariant($"a time step of {timeStep:g4} s is unstable: {reason}"),
        FormattableString.Invariant($"use at most {stableTimeStep:g4} s, or leave the step to be chosen"),
        time)
{
    /// <summary>The refused step [s].</summary>
    public double TimeStep { get; } = timeStep;

    /// <summary>A step that would be accepted now [s].</summary>
    public double StableTimeStep { get; } = stableTimeStep;
}
