using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>Where a point is in relation to a surface.</summary>
/// <param name="Height">Distance [m], positive in front of the surface and negative behind it.</param>
/// <param name="Normal">Unit vector from the nearest point of the surface towards its front.</param>
public readonly record struct SurfaceSite(double Height, Vector3<Real64> Normal)
{
    /// <summary>
    /// Unit normals of the faces that meet where the nearest point lies on an edge or a corner; null on a face. To matter on the other side
    /// of the surface that is a hollow, where it must not move into any of them.
    /// </summary>
    public IReadOnlyList<Vector3<Real64>>? Faces { get; init; }
}
