namespace Splatsim.Simulation;

/// <summary>Particles that step equally often.</summary>
/// <param name="Period">Substeps per step; 1 takes every one.</param>
/// <param name="Particles">Particles that took part.</param>
public readonly record struct LocalStepLevel(int Period, long Particles);
