using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>Six inward walls: matter stays inside an axis-aligned box.</summary>
public sealed record BoxWalls : IGridBoundary
{
    private readonly PlaneBoundary[] planes;

    /// <summary>Walls around a box.</summary>
    /// <param name="mode">What each wall does.</param>
    /// <param name="minimum">Lower corner [m].</param>
    /// <param name="maximum">Upper corner [m].</param>
    /// <param name="friction">Coulomb coefficient, at least 0; only that mode may have one.</param>
    /// <param name="restitution">Part of the approach speed that is given back (see <see cref="ContactSurface"/>).</param>
    /// <exception cref="SimulationSetupException">The box is inverted, or friction or restitution do not fit.</exception>
    public BoxWalls(
        ContactMode mode, Vector3<Real64> minimum, Vector3<Real64> maximum, double friction = 0, double restitution = 0)
    {
        BoundaryChecks.Box("BoxWalls", minimum, maximum);
        Mode = mode;
        Minimum = minimum;
        Maximum = maximum;
        Friction = friction;
        Restitution = restitution;
        planes =
        [
            new(mode, minimum, new(1, 0, 0), friction) { Restitution = restitution },
            new(mode, maximum, new(-1, 0, 0), friction) { Restitution = restitution },
            new(mode, minimum, new(0, 1, 0), friction) { Restitution = restitution },
            new(mode, maximum, new(0, -1, 0), friction) { Restitution = restitution },
            new(mode, minimum, new(0, 0, 1), friction) { Restitution = restitution },
            new(mode, maximum, new(0, 0, -1), friction) { Restitution = restitution },
        ];
    }

    /// <summary>What each wall does.</summary>
    public ContactMode Mode { get; }

    /// <summary>Lower corner [m].</summary>
    public Vector3<Real64> Minimum { get; }

    /// <summary>Upper corner [m].</summary>
    public Vector3<Real64> Maximum { get; }

    /// <summary>Coulomb coefficient.</summary>
    public double Friction { get; }

    /// <summary>Part of the approach speed that is given back.</summary>
    public double Restitution { get; }

    /// <summary>When the walls act.</summary>
    public TimeWindow Window { get; init; }

    /// <inheritdoc/>
    public double MaximumSpeed => 0;

    /// <summary>Walls that keep a number of cells of the domain free outside them, so that nothing can leave it.</summary>
    /// <param name="mode">What each wall does.</param>
    /// <param name="domain">The grid.</param>
    /// <param name="padding">Cells between the outermost nodes and the walls; 3 as most programs of the field have.</param>
    /// <param name="friction">Coulomb coefficient.</param>
    /// <param name="restitution">Part of the approach speed that is given back.</param>
    public static BoxWalls Inside(
        ContactMode mode, GridDomain domain, double padding = 3, double friction = 0, double restitution = 0)
    {
        Real64 inset = padding * domain.CellSize;
        Vector3<Real64> margin = new(inset, inset, inset);
        return new(mode, domain.Origin + margin, domain.Maximum - margin, friction, restitution);
    }

    /// <inheritdoc/>
    public void Collect(in SubstepMoment moment, ICollection<GridContact<Real64>> contacts)
    {
        if (!Window.Covers(moment.Time, moment.TimeStep)) return;
        foreach (PlaneBoundary plane in planes) plane.Collect(in moment, contacts);
    }
}
