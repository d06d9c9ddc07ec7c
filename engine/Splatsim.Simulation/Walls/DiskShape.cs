using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>A flat disk without thickness in the x-z plane, its front towards y.</summary>
public sealed record DiskShape : ThinShape
{
    private const int Rings = 3, PointsPerRing = 12;

    /// <summary>A disk around the origin.</summary>
    /// <param name="radius">Radius [m].</param>
    /// <exception cref="SimulationSetupException">The radius is not positive.</exception>
    public DiskShape(double radius) => Radius = BoundaryChecks.Length("DiskShape.Radius", radius);

    /// <summary>Radius [m].</summary>
    public double Radius { get; }

    /// <inheritdoc/>
    public override double Reach => Radius;

    /// <inheritdoc/>
    public override Matrix3x3<Real64>? Inertia(double mass)
    {
        double across = mass * Radius * Radius / 4;
        return Matrix3x3<Real64>.FromRows(new(across, 0, 0), new(0, 2 * across, 0), new(0, 0, across));
    }

    /// <inheritdoc/>
    public override double[] SurfacePoints(out double radius)
    {
        radius = 0;
        double[] points = new double[3 * (Rings * PointsPerRing + 1)];
        for (int i = 0; i < Rings * PointsPerRing; i++)
        {
            (double sin, double cos) = Math.SinCos(2 * Math.PI * (i % PointsPerRing) / PointsPerRing);
            double from = Radius * (i / PointsPerRing + 1) / Rings;
            (points[3 * i], points[3 * i + 2]) = (from * cos, from * sin);
        }

        return points;
    }

    /// <inheritdoc/>
    public override double[] EdgePoints(double spacing)
    {
        double[] points = new double[3 * (int)Math.Max(PointsPerRing, Math.Ceiling(2 * Math.PI * Radius / spacing))];
        for (int i = 0; i < points.Length; i += 3)
        {
            (double sin, double cos) = Math.SinCos(2 * Math.PI * i / points.Length);
            (points[i], points[i + 2]) = (Radius * cos, Radius * sin);
        }

        return points;
    }

    /// <inheritdoc/>
    public override SurfaceSite? Nearest(Vector3<Real64> point, double reach)
    {
        double x = point.X.Value, y = point.Y.Value, z = point.Z.Value;
        return Math.Abs(y) <= reach && x * x + z * z <= Radius * Radius ? new(y, new(0, 1, 0)) : null;
    }

    /// <inheritdoc/>
    public override bool MayReach(Vector3<Real64> point, double distance)
    {
        double x = point.X.Value, y = point.Y.Value, z = point.Z.Value;
        double beyond = Math.Max(Math.Sqrt(x * x + z * z) - Radius, 0);
        return beyond * beyond + y * y <= distance * distance;
    }
}
