namespace Splatsim.Simulation;

/// <summary>One kind of boundary in the registry.</summary>
/// <param name="Key">Name in scene files.</param>
/// <param name="Summary">What it does, in one line.</param>
/// <param name="Type">The class that holds its data.</param>
/// <param name="Examples">Makes boundaries of this kind that touch the middle of a grid, one per mode it has.</param>
public sealed record GridBoundaryEntry(
    string Key, string Summary, Type Type, Func<GridDomain, IReadOnlyList<IGridBoundary>> Examples)
{
    /// <summary>
    /// Whether it is a surface without thickness, which parts the velocities of its two sides instead of changing those of nodes: with the
    /// default transfer.
    /// </summary>
    public bool IsThin { get; init; }
}
