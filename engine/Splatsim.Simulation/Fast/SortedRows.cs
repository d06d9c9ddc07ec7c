namespace Splatsim.Simulation.Fast;

/// <summary>What moves along when particles are sorted.</summary>
internal enum SortedRows
{
    /// <summary>Everything.</summary>
    All,

    /// <summary>All but v and C, which are to come from the nodes: their rows are undefined afterwards.</summary>
    WithoutMotion,

    /// <summary>Likewise, and F is its first number times I.</summary>
    WithoutMotionAndShape,
}
