using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>The registry of boundaries. To add one: a new file with its data, and a line here.</summary>
public static class GridBoundaries
{
    /// <summary>All kinds of boundary.</summary>
    public static IReadOnlyList<GridBoundaryEntry> All { get; } =
    [
        new("plane", "everything on or behind a plane: sticky, slip, separate or coulomb", typeof(PlaneBoundary),
            d => [.. Modes.Select(m => new PlaneBoundary(m, Middle(d), new(0, 0.6, 0.8), FrictionOf(m)) { Restitution = RestitutionOf(m) })]),
        new("box-walls", "six walls that keep matter inside a box", typeof(BoxWalls),
            d => [.. Modes.Select(m => new BoxWalls(m, Middle(d), d.Maximum, FrictionOf(m), RestitutionOf(m)))]),
        new("moving-cuboid", "a box on a path that drags the nodes inside it", typeof(MovingCuboid),
            d => [.. Modes.Select(m => new MovingCuboid(
                Cells(d, 2), MotionPath.Linear(Middle(d), new(0.1, 0, 0)), m, FrictionOf(m)))]),
        new("pinned-region", "a box whose nodes do not move", typeof(PinnedRegion),
            d => [new PinnedRegion(Middle(d) - Cells(d, 2), Middle(d) + Cells(d, 2))]),
        OfShape("half-space", "a plane on a path, which may tilt", _ => new PlaneShape()),
        OfShape("box", "a solid box", d => new BoxShape(new(2.3 * d.CellSize, 3.1 * d.CellSize, 1.7 * d.CellSize))),
        OfShape("hollow-box", "a box that matter stays inside", d => new BoxShape(Cells(d, 3.3), isHollow: true)),
        OfShape("sphere", "a solid ball", d => new SphereShape(2.9 * d.CellSize)),
        OfShape("hollow-sphere", "a ball that matter stays inside", d => new SphereShape(3.7 * d.CellSize, isHollow: true)),
        OfShape("capsule", "a solid capsule", d => new CapsuleShape(1.9 * d.CellSize, 1.6 * d.CellSize)),
        OfShape("hollow-capsule", "a capsule that matter stays inside", d => new CapsuleShape(2.4 * d.CellSize, 1.6 * d.CellSize, isHollow: true)),
        OfShape("cylinder", "a solid cylinder", d => new CylinderShape(2.55 * d.CellSize, 2.2 * d.CellSize)),
        OfShape("hollow-cylinder", "a drum that matter stays inside", d => new CylinderShape(3.1 * d.CellSize, 2.6 * d.CellSize, isHollow: true)),
        OfShape("heightfield", "everything below heights over a rectangle", Terrain),
        OfShape("distance", "any form by its sampled signed distance: meshes, captured scenes", d => new DistanceShape(Pebble(d))),
        OfShape("hollow-distance", "a sampled form that matter stays inside", d => new DistanceShape(Pebble(d), isHollow: true)),
        OfShape("plate", "a rectangle without thickness", d => new PlateShape(4.3 * d.CellSize, 5.1 * d.CellSize)),
        OfShape("disk", "a disk without thickness", d => new DiskShape(3.8 * d.CellSize)),
        OfShape("sheet", "a surface of triangles without thickness, open or closed", d => new SheetShape(ThinMeshes.Cup(2.7 * d.CellSize, 4.2 * d.CellSize, 24))),
    ];

    private static IReadOnlyList<ContactMode> Modes => Enum.GetValues<ContactMode>();

    private static double RestitutionOf(ContactMode mode) => mode is ContactMode.Coulomb or ContactMode.Separate ? 0.2 : 0;

    // Oblique, moving and turning, so that every number of a contact counts.
    private static GridBoundaryEntry OfShape(string key, string summary, Func<GridDomain, ColliderShape> shape) =>
        new(key, summary, typeof(Collider), d => [.. Modes.Select(m => new Collider(
            shape(d),
            MotionPath.Steady(Middle(d), new(0.8, 0.2, -0.4, 0.4), new(0.1, -0.05, 0.02), new(0.3, 0.5, -0.4)),
            new(m, FrictionOf(m), RestitutionOf(m))))])
        {
            IsThin = shape(GridDomain.Cube(16, 1)) is ThinShape,
        };

    private static HeightfieldShape Terrain(GridDomain domain)
    {
        const int count = 9;
        IEnumerable<double> heights = Enumerable.Range(0, count * count)
            .Select(i => 0.4 * domain.CellSize * Math.Sin(0.9 * (i / count) + 1.3 * (i % count)));
        return new(count, count, 0.8 * domain.CellSize, [.. heights]);
    }

    // An ellipsoid; its level function scaled to slope about 1, which is all that a contact needs.
    private static GridField Pebble(GridDomain domain)
    {
        const int count = 16;
        const double middle = 0.5 * (count - 1);
        float[] values = new float[count * count * count];
        for (int i = 0; i < values.Length; i++)
        {
            double x = i / (count * count) - middle, y = i / count % count - middle, z = i % count - middle;
            values[i] = (float)(Math.Sqrt(x * x + 1.7 * y * y + 0.8 * z * z) - 4.6);
        }

        double spacing = 0.6 * domain.CellSize;
        return new(count, count, count, spacing, new Real64(-middle * spacing) * new Vector3<Real64>(1, 1, 1), values);
    }

    private static double FrictionOf(ContactMode mode) => mode == ContactMode.Coulomb ? 0.3 : 0;

    private static Vector3<Real64> Middle(GridDomain domain) => new Real64(0.5) * (domain.Origin + domain.Maximum);

    private static Vector3<Real64> Cells(GridDomain domain, double count)
    {
        Real64 size = count * domain.CellSize;
        return new(size, size, size);
    }
}
