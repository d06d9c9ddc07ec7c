namespace Splatsim.Simulation;

/// <summary>The set of nodes that a contact affects.</summary>
public enum ContactShape
{
    /// <summary>All nodes on or behind a plane.</summary>
    HalfSpace = 0,

    /// <summary>All nodes in or on an axis-aligned box.</summary>
    Box = 1,
}
