using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>A box, ball or cylinder that selects particles.</summary>
public sealed record ParticleShape
{
    private readonly ParticleRegion bounds;
    private readonly double radius;
    private readonly double halfHeight;

    private ParticleShape(ParticleRegion bounds, Vector3<Real64> center, Vector3<Real64> axis, double radius, double halfHeight)
    {
        this.bounds = bounds;
        this.radius = radius;
        this.halfHeight = halfHeight;
        (Center, Axis) = (center, axis);
    }

    /// <summary>All particles.</summary>
    public static ParticleShape Everything { get; } = Box(ParticleRegion.Everything);

    /// <summary>The middle [m].</summary>
    public Vector3<Real64> Center { get; }

    /// <summary>Unit vector along a cylinder's axis; 0 otherwise.</summary>
    public Vector3<Real64> Axis { get; }

    /// <summary>An axis-aligned box.</summary>
    /// <param name="region">The box.</param>
    public static ParticleShape Box(ParticleRegion region) => new(region, new Real64(0.5) * (region.Minimum + region.Maximum), default, -1, 0);

    /// <summary>A ball.</summary>
    /// <param name="center">Its centre [m].</param>
    /// <param name="radius">Its radius [m].</param>
    /// <exception cref="SimulationSetupException">A number that cannot be meant.</exception>
    public static ParticleShape Ball(Vector3<Real64> center, double radius)
    {
        Real64 r = ForceChecks.Positive("ParticleShape.Radius", radius, "m");
        return new(ParticleRegion.Around(ForceChecks.Finite("ParticleShape.Center", center), new(r, r, r)), center, default, radius, 0);
    }

    /// <summary>A cylinder.</summary>
    /// <param name="center">Its middle [m].</param>
    /// <param name="axis">Direction of its axis.</param>
    /// <param name="halfHeight">Half its length [m].</param>
    /// <param name="radius">Its radius [m].</param>
    /// <exception cref="SimulationSetupException">A number that cannot be meant.</exception>
    public static ParticleShape Cylinder(Vector3<Real64> center, Vector3<Real64> axis, double halfHeight, double radius)
    {
        ForceChecks.Positive("ParticleShape.HalfHeight", halfHeight, "m");
        ForceChecks.Positive("ParticleShape.Radius", radius, "m");
        Real64 reach = Math.Sqrt(halfHeight * halfHeight + radius * radius);
        Vector3<Real64> unit = ForceChecks.Direction("ParticleShape.Axis", axis);
        return new(
            ParticleRegion.Around(ForceChecks.Finite("ParticleShape.Center", center), new(reach, reach, reach)), center, unit, radius, halfHeight);
    }

    /// <summary>True for points in or on the shape.</summary>
    /// <param name="point">A point [m].</param>
    public bool Contains(Vector3<Real64> point)
    {
        if (!bounds.Contains(point)) return false;
        if (radius < 0) return true;
        Vector3<Real64> d = point - Center;
        double along = Vector3<Real64>.Dot(d, Axis).Value;
        double across = d.LengthSquared.Value - along * along;
        return across <= radius * radius && Math.Abs(along) <= (halfHeight > 0 ? halfHeight : double.PositiveInfinity);
    }

    /// <summary>Indices of the active particles inside, rising.</summary>
    /// <param name="particles">The particles.</param>
    public int[] Select(IParticleAccess particles)
    {
        List<int> selected = [];
        for (int p = 0; p < particles.ParticleCount; p++)
            if (particles.IsActive(p) && Contains(particles.PositionOf(p))) selected.Add(p);
        return [.. selected];
    }
}
