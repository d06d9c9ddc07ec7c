using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>A box around its origin, solid or as a container.</summary>
public sealed record BoxShape : ColliderShape
{
    /// <summary>A box.</summary>
    /// <param name="halfSize">Half its edges [m].</param>
    /// <param name="isHollow">True keeps matter inside: six walls, so that corners hold too.</param>
    /// <exception cref="SimulationSetupException">A negative size.</exception>
    public BoxShape(Vector3<Real64> halfSize, bool isHollow = false)
    {
        BoundaryChecks.Box("Box.HalfSize", default, halfSize);
        HalfSize = halfSize;
        IsHollow = isHollow;
    }

    /// <summary>Half the edges [m].</summary>
    public Vector3<Real64> HalfSize { get; }

    /// <summary>Whether matter is inside.</summary>
    public bool IsHollow { get; }

    /// <inheritdoc/>
    public override double Reach => HalfSize.Length.Value;

    /// <inheritdoc/>
    public override double Thickness => IsHollow ? double.PositiveInfinity : 2 * Math.Min(HalfSize.X.Value, Math.Min(HalfSize.Y.Value, HalfSize.Z.Value));

    /// <inheritdoc/>
    public override Matrix3x3<Real64>? Inertia(double mass)
    {
        Real64 third = mass / 3, x = HalfSize.X * HalfSize.X, y = HalfSize.Y * HalfSize.Y, z = HalfSize.Z * HalfSize.Z;
        return IsHollow ? null : Matrix3x3<Real64>.Diagonal(third * (y + z), third * (x + z), third * (x + y));
    }

    /// <inheritdoc/>
    /// <remarks>Corners, and points in between for boundaries that are not flat.</remarks>
    public override double[] SurfacePoints(out double radius)
    {
        radius = 0;
        const int side = 5;
        List<double> points = [];
        for (int i = 0; i < side * side * side; i++)
        {
            int x = i / (side * side), y = i / side % side, z = i % side;
            if (x % (side - 1) != 0 && y % (side - 1) != 0 && z % (side - 1) != 0) continue;
            points.AddRange(
            [
                (2.0 * x / (side - 1) - 1) * HalfSize.X.Value, (2.0 * y / (side - 1) - 1) * HalfSize.Y.Value, (2.0 * z / (side - 1) - 1) * HalfSize.Z.Value,
            ]);
        }

        return [.. points];
    }

    /// <inheritdoc/>
    public override void Collect(in ContactFrame frame, ICollection<GridContact<Real64>> contacts)
    {
        if (!IsHollow)
        {
            contacts.Add(frame.Start(ContactShape.Box) with { HalfSize = frame.Cells(HalfSize) });
            return;
        }

        contacts.Add(frame.Plane(-HalfSize, new(1, 0, 0)));
        contacts.Add(frame.Plane(HalfSize, new(-1, 0, 0)));
        contacts.Add(frame.Plane(-HalfSize, new(0, 1, 0)));
        contacts.Add(frame.Plane(HalfSize, new(0, -1, 0)));
        contacts.Add(frame.Plane(-HalfSize, new(0, 0, 1)));
        contacts.Add(frame.Plane(HalfSize, new(0, 0, -1)));
    }
}
