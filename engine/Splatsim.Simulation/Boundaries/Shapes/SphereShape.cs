using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>A ball around its origin, solid or as a container.</summary>
public sealed record SphereShape : ColliderShape
{
    /// <summary>A ball.</summary>
    /// <param name="radius">Radius [m], positive.</param>
    /// <param name="isHollow">True keeps matter inside.</param>
    /// <exception cref="SimulationSetupException">The radius is not positive.</exception>
    public SphereShape(double radius, bool isHollow = false)
    {
        Radius = BoundaryChecks.Length("Sphere.Radius", radius);
        IsHollow = isHollow;
    }

    /// <summary>Radius [m].</summary>
    public double Radius { get; }

    /// <summary>Whether matter is inside.</summary>
    public bool IsHollow { get; }

    /// <inheritdoc/>
    public override double Reach => Radius;

    /// <inheritdoc/>
    public override double Thickness => IsHollow ? double.PositiveInfinity : 2 * Radius;

    /// <inheritdoc/>
    public override Matrix3x3<Real64>? Inertia(double mass)
    {
        Real64 about = 0.4 * mass * Radius * Radius;
        return IsHollow ? null : Matrix3x3<Real64>.Diagonal(about, about, about);
    }

    /// <inheritdoc/>
    public override double[] SurfacePoints(out double radius)
    {
        radius = Radius;
        return [0, 0, 0];
    }

    /// <inheritdoc/>
    public override void Collect(in ContactFrame frame, ICollection<GridContact<Real64>> contacts) =>
        contacts.Add(frame.Start(ContactShape.Sphere, IsHollow) with { HalfSize = frame.Cells(new(Radius, 0, 0)) });
}
