using Splatsim.Simulation;

namespace Splatsim.Scenes;

/// <summary>The numbers of boundaries: friction, restitution, velocity, angular velocity, a shift of the path.</summary>
internal static class BoundaryParameters
{
    // What a step of a friction or restitution of 0 is relative to; there they can only grow, and are not compared.
    private const double UsualShare = 0.1;

    public static IEnumerable<GradientParameter> Of(SimulationSetup setup)
    {
        for (int b = 0; b < setup.Boundaries.Count; b++)
        {
            int index = b;
            ContactSurface? surface = SurfaceOf(setup.Boundaries[b]);
            if (surface is { Mode: ContactMode.Coulomb } coulomb)
            {
                yield return Share(index, "friction", coulomb.Friction, double.PositiveInfinity, (old, to) => With(old, to, old.Restitution), g => g.Friction);
            }

            if (surface is { Mode: ContactMode.Coulomb or ContactMode.Separate } bouncing && setup.Boundaries[b] is not MovingCuboid)
            {
                yield return Share(index, "restitution", bouncing.Restitution, 1, (old, to) => With(old, old.Friction, to), g => g.Restitution);
            }

            if (PathOf(setup.Boundaries[b]) is { } path)
            {
                foreach (GradientParameter p in OfPath(setup, index, path)) yield return p;
            }
            else if (setup.Boundaries[b] is PlaneBoundary plane)
            {
                foreach (GradientParameter p in GradientParameters.OfVector(
                    $"boundary.{index}.velocity", "m/s", plane.Velocity, GradientParameters.SpeedSize(plane.Velocity),
                    (s, by) => Replaced(s, index, old => ((PlaneBoundary)old) with { Velocity = ((PlaneBoundary)old).Velocity + by }),
                    g => g.Boundaries[index].Velocity)) yield return p;
            }
        }
    }

    private static IEnumerable<GradientParameter> OfPath(SimulationSetup setup, int index, MotionPath path)
    {
        foreach (GradientParameter p in GradientParameters.OfVector(
            $"boundary.{index}.position", "m", default, setup.Domain.CellSize, (s, by) => OnPath(s, index, old => old.Shifted(by)),
            g => g.Boundaries[index].Position)) yield return p;
        if (!path.IsSteady) yield break;
        foreach (GradientParameter p in GradientParameters.OfVector(
            $"boundary.{index}.velocity", "m/s", path.MeanVelocity(0, 1), GradientParameters.SpeedSize(path.MeanVelocity(0, 1)),
            (s, by) => OnPath(s, index, old => old.Hastened(by, default)), g => g.Boundaries[index].Velocity)) yield return p;
        foreach (GradientParameter p in GradientParameters.OfVector(
            $"boundary.{index}.angularVelocity", "rad/s", path.MeanAngularVelocity(0, 1), GradientParameters.SpinSize(path.MeanAngularVelocity(0, 1)),
            (s, by) => OnPath(s, index, old => old.Hastened(default, by)), g => g.Boundaries[index].AngularVelocity)) yield return p;
    }

    private static GradientParameter Share(
        int boundary, string name, double value, double maximum, Func<ContactSurface, double, ContactSurface> change, Func<BoundaryGradient, double> derivative) =>
        new(
            $"boundary.{boundary}.{name}", "1", value, value > 0 ? value : UsualShare,
            (s, to) => Replaced(s, boundary, old => Surfaced(old, change(SurfaceOf(old)!.Value, to))), g => derivative(g.Boundaries[boundary]))
        {
            Minimum = 0,
            Maximum = maximum,
        };

    private static ContactSurface With(ContactSurface old, double friction, double restitution) => new(old.Mode, friction, restitution);

    private static ContactSurface? SurfaceOf(IGridBoundary boundary) => boundary switch
    {
        PlaneBoundary plane => new(plane.Mode, plane.Friction, plane.Restitution),
        BoxWalls walls => new(walls.Mode, walls.Friction, walls.Restitution),
        MovingCuboid cuboid => new(cuboid.Mode, cuboid.Friction),
        Collider collider => collider.Surface,
        _ => null,
    };

    private static MotionPath? PathOf(IGridBoundary boundary) => boundary switch
    {
        MovingCuboid cuboid => cuboid.Path,
        Collider collider => collider.Path,
        _ => null,
    };

    private static IGridBoundary Surfaced(IGridBoundary boundary, ContactSurface surface) => boundary switch
    {
        PlaneBoundary plane => new PlaneBoundary(plane.Mode, plane.Point, plane.Normal, surface.Friction)
        {
            Velocity = plane.Velocity,
            Restitution = surface.Restitution,
            Window = plane.Window,
        },
        BoxWalls walls => new BoxWalls(walls.Mode, walls.Minimum, walls.Maximum, surface.Friction, surface.Restitution) { Window = walls.Window },
        MovingCuboid cuboid => new MovingCuboid(cuboid.HalfSize, cuboid.Path, cuboid.Mode, surface.Friction) { Window = cuboid.Window },
        Collider collider => new Collider(collider.Shape, collider.Path, surface) { Window = collider.Window },
        _ => boundary,
    };

    private static SimulationSetup OnPath(SimulationSetup setup, int index, Func<MotionPath, MotionPath> move) => Replaced(setup, index, old => old switch
    {
        MovingCuboid cuboid => new MovingCuboid(cuboid.HalfSize, move(cuboid.Path), cuboid.Mode, cuboid.Friction) { Window = cuboid.Window },
        Collider collider => new Collider(collider.Shape, move(collider.Path), collider.Surface) { Window = collider.Window },
        _ => old,
    });

    private static SimulationSetup Replaced(SimulationSetup setup, int index, Func<IGridBoundary, IGridBoundary> change) =>
        setup with { Boundaries = GradientParameters.Replaced(setup.Boundaries, index, change) };
}
