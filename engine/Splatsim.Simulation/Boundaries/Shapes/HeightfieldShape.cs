using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>Everything below heights that are given over a rectangle, bilinear between the samples: a terrain.</summary>
public sealed record HeightfieldShape : ColliderShape
{
    private readonly GridField samples;

    /// <summary>A terrain.</summary>
    /// <param name="countX">Samples along local x, at least 2.</param>
    /// <param name="countZ">Samples along local z, at least 2.</param>
    /// <param name="spacing">Distance of neighbouring samples [m].</param>
    /// <param name="heights">Heights along local y [m], z fastest, shape [countX, countZ]; the rectangle is centred at the origin.</param>
    /// <exception cref="SimulationSetupException">The heights do not fill the rectangle or are not finite.</exception>
    public HeightfieldShape(int countX, int countZ, double spacing, IReadOnlyList<double> heights)
    {
        if (countX < 2 || countZ < 2)
            throw new SimulationSetupException("Heightfield", $"{countX} x {countZ} samples", "give at least 2 along each axis");
        double scale = 1 / BoundaryChecks.Length("Heightfield.Spacing", spacing);
        // In units of the spacing, like all lengths in fields.
        samples = new(
            countX, 1, countZ, spacing, new(-0.5 * (countX - 1) * spacing, 0, -0.5 * (countZ - 1) * spacing),
            [.. heights.Select(h => (float)(h * scale))]);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<GridField> Fields => [samples];

    /// <inheritdoc/>
    public override double Reach =>
        FieldContacts.Reach(samples) + Math.Max(Math.Abs(samples.Lowest), Math.Abs(samples.Highest)) * samples.Spacing;

    /// <inheritdoc/>
    public override void Collect(in ContactFrame frame, ICollection<GridContact<Real64>> contacts) =>
        contacts.Add(FieldContacts.Start(in frame, ContactShape.Heightfield, samples, false));
}
