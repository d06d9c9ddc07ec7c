using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>Any form, as samples of its signed distance: meshes, captured scenes.</summary>
public sealed record DistanceShape : ColliderShape
{
    /// <summary>A form by its distance.</summary>
    /// <param name="distance">
    /// Signed distances at nodes, in units of the field's spacing, negative inside; at least 2 nodes along each axis. Its border
    /// decides what is outside of it.
    /// </param>
    /// <param name="isHollow">True keeps matter inside.</param>
    /// <exception cref="SimulationSetupException">The field has a single layer.</exception>
    public DistanceShape(GridField distance, bool isHollow = false)
    {
        if (distance.CountX < 2 || distance.CountY < 2 || distance.CountZ < 2)
        {
            throw new SimulationSetupException(
                "DistanceShape", $"{distance.CountX} x {distance.CountY} x {distance.CountZ} nodes", "give at least 2 along each axis");
        }

        Distance = distance;
        IsHollow = isHollow;
        Thickness = isHollow ? double.PositiveInfinity : -2 * distance.Spacing * distance.Lowest;
    }

    /// <summary>The distances, in units of the spacing.</summary>
    public GridField Distance { get; }

    /// <summary>Whether matter is inside.</summary>
    public bool IsHollow { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<GridField> Fields => [Distance];

    /// <summary>
    /// Twice the depth of its deepest sample: as thick as that it is somewhere [m]. Where it is thinnest samples do not tell.
    /// </summary>
    public override double Thickness { get; }

    /// <inheritdoc/>
    public override double Reach => FieldContacts.Reach(Distance);

    /// <inheritdoc/>
    public override void Collect(in ContactFrame frame, ICollection<GridContact<Real64>> contacts) =>
        contacts.Add(FieldContacts.Start(in frame, ContactShape.SignedDistance, Distance, IsHollow));
}
