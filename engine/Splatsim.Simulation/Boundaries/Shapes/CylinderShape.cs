using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>A circular cylinder around the local y axis, solid or as a container.</summary>
public sealed record CylinderShape : ColliderShape
{
    // Half the length of a wall without ends, in radii: far beyond any domain.
    private const double Endless = 1e6;

    /// <summary>A cylinder.</summary>
    /// <param name="radius">Radius [m], positive.</param>
    /// <param name="halfLength">Half its length [m], positive.</param>
    /// <param name="isHollow">True keeps matter inside: a wall and two ends.</param>
    /// <exception cref="SimulationSetupException">A length is not positive.</exception>
    public CylinderShape(double radius, double halfLength, bool isHollow = false)
    {
        Radius = BoundaryChecks.Length("Cylinder.Radius", radius);
        HalfLength = BoundaryChecks.Length("Cylinder.HalfLength", halfLength);
        IsHollow = isHollow;
    }

    /// <summary>Radius [m].</summary>
    public double Radius { get; }

    /// <summary>Half the length [m].</summary>
    public double HalfLength { get; }

    /// <summary>Whether matter is inside.</summary>
    public bool IsHollow { get; }

    /// <inheritdoc/>
    public override double Reach => Math.Sqrt(Radius * Radius + HalfLength * HalfLength);

    /// <inheritdoc/>
    public override double Thickness => IsHollow ? double.PositiveInfinity : 2 * Math.Min(Radius, HalfLength);

    /// <inheritdoc/>
    public override Matrix3x3<Real64>? Inertia(double mass)
    {
        double r = Radius * Radius, across = mass * (3 * r + 4 * HalfLength * HalfLength) / 12;
        return IsHollow ? null : Matrix3x3<Real64>.Diagonal(across, 0.5 * mass * r, across);
    }

    /// <inheritdoc/>
    /// <remarks>The rims and a ring between them.</remarks>
    public override double[] SurfacePoints(out double radius)
    {
        radius = 0;
        const int around = 24;
        List<double> points = [];
        for (int i = 0; i < 3 * around; i++)
        {
            double angle = 2 * Math.PI * (i % around) / around;
            points.AddRange([Radius * Math.Cos(angle), (i / around - 1) * HalfLength, Radius * Math.Sin(angle)]);
        }

        return [.. points];
    }

    /// <inheritdoc/>
    public override void Collect(in ContactFrame frame, ICollection<GridContact<Real64>> contacts)
    {
        double half = IsHollow ? Endless * Radius : HalfLength;
        contacts.Add(frame.Start(ContactShape.Cylinder, IsHollow) with { HalfSize = frame.Cells(new(Radius, half, 0)) });
        if (!IsHollow) return;
        contacts.Add(frame.Plane(new(0, -HalfLength, 0), new(0, 1, 0)));
        contacts.Add(frame.Plane(new(0, HalfLength, 0), new(0, -1, 0)));
    }
}
