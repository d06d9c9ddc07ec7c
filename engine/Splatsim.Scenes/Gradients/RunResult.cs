using Splatsim.Simulation;

namespace Splatsim.Scenes;

/// <summary>A run for a finite difference.</summary>
/// <param name="Values">The loss after each part of the horizon; NaN where the run broke.</param>
/// <param name="Magnitude">What the rounding of the last one is relative to.</param>
/// <param name="Branches">Its branches.</param>
internal sealed record RunResult(double[] Values, double Magnitude, BranchCounts Branches);
