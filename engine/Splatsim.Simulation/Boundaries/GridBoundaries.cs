using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>The registry of boundaries. To add one: a new file with its data, and a line here.</summary>
public static class GridBoundaries
{
    /// <summary>All kinds of boundary.</summary>
    public static IReadOnlyList<GridBoundaryEntry> All { get; } =
    [
        new("plane", "everything on or behind a plane: sticky, slip, separate or coulomb", typeof(PlaneBoundary),
            d => [.. Modes.Select(m => new PlaneBoundary(m, Middle(d), new(0, 0.6, 0.8), FrictionOf(m)))]),
        new("box-walls", "six walls that keep matter inside a box", typeof(BoxWalls),
            d => [.. Modes.Select(m => new BoxWalls(m, Middle(d), d.Maximum, FrictionOf(m)))]),
        new("moving-cuboid", "a box on a path that drags the nodes inside it", typeof(MovingCuboid),
            d => [.. Modes.Select(m => new MovingCuboid(
                Cells(d, 2), MotionPath.Linear(Middle(d), new(0.1, 0, 0)), m, FrictionOf(m)))]),
        new("pinned-region", "a box whose nodes do not move", typeof(PinnedRegion),
            d => [new PinnedRegion(Middle(d) - Cells(d, 2), Middle(d) + Cells(d, 2))]),
    ];

    private static IReadOnlyList<ContactMode> Modes => Enum.GetValues<ContactMode>();

    private static double FrictionOf(ContactMode mode) => mode == ContactMode.Coulomb ? 0.3 : 0;

    private static Vector3<Real64> Middle(GridDomain domain) => new Real64(0.5) * (domain.Origin + domain.Maximum);

    private static Vector3<Real64> Cells(GridDomain domain, double count)
    {
        Real64 size = count * domain.CellSize;
        return new(size, size, size);
    }
}
