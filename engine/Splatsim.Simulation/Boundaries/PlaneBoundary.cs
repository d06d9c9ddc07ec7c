using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>All nodes on or behind a plane. The velocity enters the contact only: the plane itself stays in place.</summary>
public sealed record PlaneBoundary : IGridBoundary
{
    /// <summary>A plane.</summary>
    /// <param name="mode">What it does to the nodes.</param>
    /// <param name="point">A point of the plane [m].</param>
    /// <param name="normal">Direction into the free side, any length but 0.</param>
    /// <param name="friction">Coulomb coefficient, at least 0; only that mode may have one.</param>
    /// <exception cref="SimulationSetupException">The normal has no direction, or the friction does not fit.</exception>
    public PlaneBoundary(ContactMode mode, Vector3<Real64> point, Vector3<Real64> normal, double friction = 0)
    {
        double length = normal.Length.Value;
        if (!(length > 0 && double.IsFinite(length)))
            throw new SimulationSetupException("Plane.Normal", $"{normal} has no direction", "give a non-zero vector");
        BoundaryChecks.Friction(mode, friction);
        Mode = mode;
        Point = point;
        // A unit normal is left untouched: dividing it by its rounded length would move it by an ulp.
        Normal = Math.Abs(length - 1) <= 4 * Real64.Epsilon ? normal : new Real64(1 / length) * normal;
        Friction = friction;
    }

    /// <summary>What the plane does to the nodes.</summary>
    public ContactMode Mode { get; }

    /// <summary>A point of the plane [m].</summary>
    public Vector3<Real64> Point { get; }

    /// <summary>Unit normal into the free side.</summary>
    public Vector3<Real64> Normal { get; }

    /// <summary>Coulomb coefficient.</summary>
    public double Friction { get; }

    /// <summary>Velocity of the surface, as of a conveyor belt [m/s].</summary>
    public Vector3<Real64> Velocity { get; init; }

    /// <summary>Part of the approach speed that is given back (see <see cref="ContactSurface"/>).</summary>
    /// <exception cref="SimulationSetupException">It does not fit the mode or its range.</exception>
    public double Restitution
    {
        get;
        init
        {
            BoundaryChecks.Restitution(Mode, value);
            field = value;
        }
    }

    /// <summary>When the plane acts.</summary>
    public TimeWindow Window { get; init; }

    /// <inheritdoc/>
    public double MaximumSpeed => Velocity.Length.Value;

    /// <inheritdoc/>
    public void Collect(in SubstepMoment moment, ICollection<GridContact<Real64>> contacts)
    {
        if (!Window.Covers(moment.Time, moment.TimeStep)) return;
        contacts.Add(new()
        {
            Shape = ContactShape.HalfSpace,
            Mode = Mode,
            Point = moment.Domain.ToCells(Point),
            Normal = Normal,
            Tolerance = GridContacts.SurfaceTolerance,
            Friction = Friction,
            Restitution = Restitution,
            Velocity = Velocity,
        });
    }
}
