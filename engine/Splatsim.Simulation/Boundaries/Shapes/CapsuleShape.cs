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
    public override double Thickness => IsHollow ? double.PositiveInfinity : 2 * Radius;

    /// <inheritdoc/>
    /// <remarks>A cylinder and two half balls, whose centres of mass are 3/8 of the radius from their flat sides.</remarks>
    public override Matrix3x3<Real64>? Inertia(double mass)
    {
        if (IsHollow) return null;
        double r = Radius, h = 2 * HalfLength, tube = h / (h + 4 * r / 3) * mass, ball = mass - tube;
        double along = 0.5 * tube * r * r + 0.4 * ball * r * r;
        double across = tube * (h * h / 12 + r * r / 4) + ball * (0.4 * r * r + h * h / 4 + 3 * h * r / 8);
        return Matrix3x3<Real64>.Diagonal(across, along, across);
    }

    /// <inheritdoc/>
    public override double[] SurfacePoints(out double radius)
    {
        radius = Radius;
        return [0, -HalfLength, 0, 0, 0, 0, 0, HalfLength, 0];
    }

    /// <inheritdoc/>
    public override void Collect(in ContactFrame frame, ICollection<GridContact<Real64>> contacts) =>
        contacts.Add(frame.Start(ContactShape.Capsule, IsHollow) with { HalfSize = frame.Cells(new(Radius, HalfLength, 0)) });
}
