namespace Splatsim.Fitting;

/// <summary>How far a rollout is.</summary>
/// <param name="IsReverse">False while the simulation runs forward.</param>
/// <param name="Done">Frames done forward, or substeps done in reverse.</param>
/// <param name="Total">How many there are.</param>
public readonly record struct RolloutProgress(bool IsReverse, int Done, int Total);
