namespace Splatsim.Scenes;

/// <summary>Gusts of a wind.</summary>
/// <param name="Speed">Root mean square of their velocity [m/s].</param>
/// <param name="Length">Length of their waves [m].</param>
/// <param name="Seed">The same seed gives the same gusts.</param>
/// <param name="Count">Number of waves.</param>
public sealed record GustDescription(double Speed, double Length, int Seed, int Count);
