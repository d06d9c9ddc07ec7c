namespace Splatsim.Simulation;

/// <summary>One kind of force in the registry.</summary>
/// <param name="Key">Name in scene files.</param>
/// <param name="Summary">What it does, in one line.</param>
/// <param name="Type">The class that holds its data.</param>
/// <param name="Examples">Makes forces of this kind that are felt in the middle of a grid, one per variant it has.</param>
public sealed record ForceEntry(string Key, string Summary, Type Type, Func<GridDomain, IReadOnlyList<IForce>> Examples);
