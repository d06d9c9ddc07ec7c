namespace Splatsim.Mechanics;

/// <summary>A named value of a parameter that is an option rather than a quantity.</summary>
/// <param name="Name">The word that scene files use, as "plane-strain".</param>
/// <param name="Value">The number that stands for it.</param>
public sealed record LawChoice(string Name, double Value);
