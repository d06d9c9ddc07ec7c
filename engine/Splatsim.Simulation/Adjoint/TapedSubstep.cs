namespace Splatsim.Simulation;

/// <summary>One substep of the forward run as the tape keeps it: everything but the state.</summary>
/// <param name="TimeStep">Its length [s].</param>
/// <param name="IndexInFrame">Which substep of its frame it is, from 0.</param>
/// <param name="End">Time at its end [s].</param>
/// <param name="Frame">The frame that it belongs to, from 1.</param>
internal readonly record struct TapedSubstep(double TimeStep, int IndexInFrame, double End, int Frame);
