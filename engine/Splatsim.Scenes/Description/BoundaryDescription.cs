using Splatsim.Mathematics;

namespace Splatsim.Scenes;

/// <summary>What bodies collide with or are held by.</summary>
public sealed record BoundaryDescription
{
    /// <summary>
    /// "ground" (of the capture), "plane", "walls", "cuboid", "pin"; or a collider: "box", "sphere", "capsule", "cylinder", "heightfield",
    /// "mesh", "splats" (all splats that do not move), or one without thickness: "plate", "disk", "sheet" (a mesh, open or closed), "cup",
    /// "tray" (both open above).
    /// </summary>
    public required string Type { get; init; }

    /// <summary>A point of the plane [m].</summary>
    public Vector3<Real64> Point { get; init; }

    /// <summary>Normal of the plane, towards the free side.</summary>
    public Vector3<Real64> Normal { get; init; } = new(0, 1, 0);

    /// <summary>"sticky", "slip", "separate" or "coulomb".</summary>
    public string Surface { get; init; } = "sticky";

    /// <summary>Coefficient of friction of "coulomb".</summary>
    public double Friction { get; init; }

    /// <summary>Part of the approach speed that is given back, 0 to 1; "separate" and "coulomb" only.</summary>
    public double Restitution { get; init; }

    /// <summary>Velocity of the boundary [m/s].</summary>
    public Vector3<Real64> Velocity { get; init; }

    /// <summary>Form and motion of a collider; null for the others.</summary>
    public ColliderDescription? Collider { get; init; }

    /// <summary>The region of "cuboid" and "pin".</summary>
    public RegionDescription? Region { get; init; }

    /// <summary>Start [s].</summary>
    public double Start { get; init; }

    /// <summary>End [s].</summary>
    public double End { get; init; } = double.PositiveInfinity;
}
