using Splatsim.Mathematics;
using Splatsim.Simulation;

namespace Splatsim.Scenes;

/// <summary>Turns the boundaries of a scene file into those of the simulation.</summary>
internal static class BoundaryBuilder
{
    public static IReadOnlyList<IGridBoundary> Build(ColliderBuilder colliders, GridDomain domain, double groundHeight)
    {
        List<IGridBoundary> result = [];
        foreach (BoundaryDescription boundary in colliders.Scene.Description.Boundaries.Where(b => b.Collider?.Mass is null))
            result.Add(boundary.Collider is null ? Build(boundary, domain, groundHeight) : colliders.Build(boundary, boundary.Collider));
        return result;
    }

    /// <summary>What a surface does.</summary>
    public static ContactMode Mode(BoundaryDescription boundary) => boundary.Surface switch
    {
        "slip" => ContactMode.Slip,
        "separate" => ContactMode.Separate,
        "coulomb" => ContactMode.Coulomb,
        _ => ContactMode.Sticky,
    };

    private static IGridBoundary Build(BoundaryDescription boundary, GridDomain domain, double groundHeight)
    {
        TimeWindow window = new(boundary.Start, boundary.End);
        ContactMode mode = Mode(boundary);
        switch (boundary.Type)
        {
            case "ground":
                return new PlaneBoundary(mode, new(0, groundHeight, 0), new(0, 1, 0), boundary.Friction)
                {
                    Restitution = boundary.Restitution,
                    Window = window,
                };
            case "plane":
                return new PlaneBoundary(mode, boundary.Point, boundary.Normal, boundary.Friction)
                {
                    Restitution = boundary.Restitution,
                    Velocity = boundary.Velocity,
                    Window = window,
                };
            case "walls":
                if (boundary.Region?.Size is not Vector3<Real64> walls)
                    return BoxWalls.Inside(mode, domain, friction: boundary.Friction, restitution: boundary.Restitution) with { Window = window };
                return new BoxWalls(
                    mode, boundary.Region.Center - (Real64)0.5 * walls, boundary.Region.Center + (Real64)0.5 * walls, boundary.Friction,
                    boundary.Restitution)
                {
                    Window = window,
                };
            case "cuboid":
                Vector3<Real64> half = (Real64)0.5 * boundary.Region!.Size!.Value;
                return new MovingCuboid(half, MotionPath.Linear(boundary.Region.Center, boundary.Velocity, boundary.Start), mode, boundary.Friction)
                {
                    Window = window,
                };
            default:
                Vector3<Real64> reach = (Real64)0.5 * boundary.Region!.Size!.Value;
                return new PinnedRegion(boundary.Region.Center - reach, boundary.Region.Center + reach) { Window = window };
        }
    }
}
