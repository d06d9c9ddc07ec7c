namespace Splatsim.Simulation;

/// <summary>What a boundary does to the velocity of the nodes that it affects, relative to its own velocity.</summary>
public enum ContactMode
{
    /// <summary>The node moves with the boundary.</summary>
    Sticky = 0,

    /// <summary>The normal part is removed, the tangential part is kept.</summary>
    Slip = 1,

    /// <summary>The normal part is removed where it points into the boundary; leaving is free.</summary>
    Separate = 2,

    /// <summary>As separate, and the tangential part loses up to friction times the removed normal part.</summary>
    Coulomb = 3,
}
