using Splatsim.Mathematics;
using Splatsim.Simulation;

namespace Splatsim.Tests;

/// <summary>The numbers of a boundary that gradients are asked for: friction, restitution, velocity, angular velocity, shift.</summary>
internal static class BoundaryInputs
{
    public const int Friction = 0, Restitution = 1, Velocity = 2, Spin = 5, Shift = 8;

    public static void Read(IGridBoundary? boundary, Span<double> target)
    {
        switch (boundary)
        {
            case PlaneBoundary plane:
                (target[Friction], target[Restitution]) = (plane.Friction, plane.Restitution);
                Put(plane.Velocity, target[Velocity..]);
                break;
            case BoxWalls walls:
                (target[Friction], target[Restitution]) = (walls.Friction, walls.Restitution);
                break;
            case MovingCuboid cuboid:
                target[Friction] = cuboid.Friction;
                Put(cuboid.Path.MeanVelocity(0, 1), target[Velocity..]);
                Put(cuboid.Path.MeanAngularVelocity(0, 1), target[Spin..]);
                break;
            case Collider collider:
                (target[Friction], target[Restitution]) = (collider.Surface.Friction, collider.Surface.Restitution);
                Put(collider.Path.MeanVelocity(0, 1), target[Velocity..]);
                Put(collider.Path.MeanAngularVelocity(0, 1), target[Spin..]);
                break;
        }
    }

    public static IGridBoundary With(IGridBoundary boundary, ReadOnlySpan<double> inputs)
    {
        double friction = inputs[Friction], restitution = inputs[Restitution];
        Vector3<Real64> velocity = At(inputs[Velocity..]), spin = At(inputs[Spin..]), shift = At(inputs[Shift..]);
        return boundary switch
        {
            PlaneBoundary plane => new PlaneBoundary(plane.Mode, plane.Point, plane.Normal, friction) { Velocity = velocity, Restitution = restitution },
            BoxWalls walls => new BoxWalls(walls.Mode, walls.Minimum, walls.Maximum, friction, restitution),
            MovingCuboid cuboid => new MovingCuboid(cuboid.HalfSize, Moved(cuboid.Path, velocity, spin, shift), cuboid.Mode, friction),
            Collider collider => new Collider(
                collider.Shape, Moved(collider.Path, velocity, spin, shift), new(collider.Surface.Mode, friction, restitution))
            {
                Window = collider.Window,
            },
            _ => boundary,
        };
    }

    public static void Write(BoundaryGradient gradient, Span<double> target)
    {
        (target[Friction], target[Restitution]) = (gradient.Friction, gradient.Restitution);
        Put(gradient.Velocity, target[Velocity..]);
        Put(gradient.AngularVelocity, target[Spin..]);
        Put(gradient.Position, target[Shift..]);
    }

    /// <summary>The numbers that a boundary has, one of each vector.</summary>
    public static IEnumerable<int> Of(IGridBoundary? boundary)
    {
        ContactMode mode = boundary switch
        {
            PlaneBoundary plane => plane.Mode,
            BoxWalls walls => walls.Mode,
            MovingCuboid cuboid => cuboid.Mode,
            Collider collider => collider.Surface.Mode,
            _ => ContactMode.Sticky,
        };
        if (boundary is null or PinnedRegion) yield break;
        if (mode == ContactMode.Coulomb) yield return Friction;
        if (mode is ContactMode.Coulomb or ContactMode.Separate && boundary is not MovingCuboid) yield return Restitution;
        if (boundary is not BoxWalls) yield return Velocity + 1;
        if (boundary is not (Collider or MovingCuboid)) yield break;
        yield return Spin;
        yield return Spin + 2;
        yield return Shift + 1;
    }

    private static MotionPath Moved(MotionPath path, Vector3<Real64> velocity, Vector3<Real64> spin, Vector3<Real64> shift) =>
        MotionPath.Steady(path.PositionAt(0) + shift, path.OrientationAt(0), velocity, spin);

    private static Vector3<Real64> At(ReadOnlySpan<double> v) => new(v[0], v[1], v[2]);

    private static void Put(Vector3<Real64> v, Span<double> target) => (target[0], target[1], target[2]) = (v.X.Value, v.Y.Value, v.Z.Value);
}
