using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>All points within a radius of a segment of the local y axis, solid or as a container.</summary>
public sealed record CapsuleShape : ColliderShape
{
    /// <summary>A capsule.</summary>
    /// <param name="radius">Radius [m], positive.</param>
    /// <param name="halfLength">Half the length of the segment, without the caps [m], positive.</param>
    /// <param name="isHollow">True keeps matter inside.</param>
    /// <exception cref="SimulationSetupException">A length is not positive.</exception>
    public CapsuleShape(double radius, double halfLength, bool isHollow = false)
    {
        Radius = BoundaryChecks.Length("Capsule.Radius", radius);
        HalfLength = BoundaryChecks.Length("Capsule.HalfLength", halfLength);
        IsHollow = isHollow;
    }

    /// <summary>Radius [m].</summary>
    public double Radius { get; }

    /// <summary>Half the length of the segment [m].</summary>
    public double HalfLength { get; }

    /// <summary>Whether matter is inside.</summary>
    public bool IsHollow { get; }

    /// <inheritdoc/>
    public override double Reach => HalfLength + Radius;

    /// <inheritdoc/>
    public override void Collect(in ContactFrame frame, ICollection<GridContact<Real64>> contacts) =>
        contacts.Add(frame.Start(ContactShape.Capsule, IsHollow) with { HalfSize = frame.Cells(new(Radius, HalfLength, 0)) });
}
