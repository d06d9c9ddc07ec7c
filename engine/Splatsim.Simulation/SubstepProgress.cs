namespace Splatsim.Simulation;

/// <summary>How far a frame is.</summary>
/// <param name="Substep">Substeps of this frame that are done, from 1.</param>
/// <param name="SubstepCount">Substeps of this frame in all.</param>
/// <param name="Time">Simulated time [s].</param>
/// <param name="TimeStep">Length of the substep [s].</param>
public readonly record struct SubstepProgress(int Substep, int SubstepCount, double Time, double TimeStep);
