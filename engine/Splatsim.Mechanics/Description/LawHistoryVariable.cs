namespace Splatsim.Mechanics;

/// <summary>One scalar that a law carries per particle.</summary>
/// <param name="Key">Name, as "yieldStress".</param>
/// <param name="Unit">SI unit; "1" where it has none.</param>
/// <param name="Summary">What it is and how it starts.</param>
public sealed record LawHistoryVariable(string Key, string Unit, string Summary);
