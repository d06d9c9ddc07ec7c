namespace Splatsim.Scenes;

/// <summary>How far a check of gradients is.</summary>
/// <param name="Share">The share that is done, 0 to 1.</param>
/// <param name="Phase">What is being done, in a few words.</param>
public readonly record struct GradientCheckProgress(double Share, string Phase);
