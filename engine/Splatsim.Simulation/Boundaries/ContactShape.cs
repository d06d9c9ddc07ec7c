namespace Splatsim.Simulation;

/// <summary>The set of nodes that a contact affects. All but planes may be turned, and have a local frame with y as their axis.</summary>
public enum ContactShape
{
    /// <summary>All nodes on or behind a plane.</summary>
    HalfSpace = 0,

    /// <summary>All nodes in or on a box.</summary>
    Box = 1,

    /// <summary>A ball.</summary>
    Sphere = 2,

    /// <summary>All nodes within a radius of a segment of the y axis.</summary>
    Capsule = 3,

    /// <summary>A circular cylinder around the y axis, with flat ends.</summary>
    Cylinder = 4,

    /// <summary>Everything below heights (along y) over a rectangle of the x-z plane.</summary>
    Heightfield = 5,

    /// <summary>Everything where a sampled signed distance is negative.</summary>
    SignedDistance = 6,

    /// <summary>
    /// Both sides of a surface without thickness. It affects nodes by what particles deal with them from its other side, not by their
    /// place alone.
    /// </summary>
    Thin = 7,
}
