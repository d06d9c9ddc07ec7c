using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>An axis-aligned box whose nodes do not move: it holds whatever matter is there.</summary>
public sealed record PinnedRegion : IGridBoundary
{
    /// <summary>A box at rest.</summary>
    /// <param name="minimum">Lower corner [m].</param>
    /// <param name="maximum">Upper corner [m].</param>
    /// <exception cref="SimulationSetupException">The box is inverted.</exception>
    public PinnedRegion(Vector3<Real64> minimum, Vector3<Real64> maximum)
    {
        BoundaryChecks.Box("PinnedRegion", minimum, maximum);
        Minimum = minimum;
        Maximum = maximum;
    }

    /// <summary>Lower corner [m].</summary>
    public Vector3<Real64> Minimum { get; }

    /// <summary>Upper corner [m].</summary>
    public Vector3<Real64> Maximum { get; }

    /// <summary>When the box holds.</summary>
    public TimeWindow Window { get; init; }

    /// <inheritdoc/>
    public double MaximumSpeed => 0;

    /// <inheritdoc/>
    public void Collect(in SubstepMoment moment, ICollection<GridContact<Real64>> contacts)
    {
        if (!Window.Covers(moment.Time, moment.TimeStep)) return;
        Real64 half = 0.5;
        contacts.Add(new()
        {
            Shape = ContactShape.Box,
            Mode = ContactMode.Sticky,
            Point = moment.Domain.ToCells(half * (Minimum + Maximum)),
            HalfSize = new Real64(0.5 / moment.Domain.CellSize) * (Maximum - Minimum),
            Tolerance = GridContacts.SurfaceTolerance,
        });
    }
}
