using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>A flat rectangle without thickness in the x-z plane, its front towards y.</summary>
public sealed record PlateShape : ThinShape
{
    private const int PointsPerEdge = 5;

    /// <summary>A rectangle around the origin.</summary>
    /// <param name="halfX">Half its edge along x [m].</param>
    /// <param name="halfZ">Half its edge along z [m].</param>
    /// <exception cref="SimulationSetupException">A length is not positive.</exception>
    public PlateShape(double halfX, double halfZ)
    {
        HalfX = BoundaryChecks.Length("PlateShape.HalfX", halfX);
        HalfZ = BoundaryChecks.Length("PlateShape.HalfZ", halfZ);
    }

    /// <summary>Half the edge along x [m].</summary>
    public double HalfX { get; }

    /// <summary>Half the edge along z [m].</summary>
    public double HalfZ { get; }

    /// <inheritdoc/>
    public override double Reach => Math.Sqrt(HalfX * HalfX + HalfZ * HalfZ);

    /// <inheritdoc/>
    public override Matrix3x3<Real64>? Inertia(double mass)
    {
        double xx = HalfX * HalfX * mass / 3, zz = HalfZ * HalfZ * mass / 3;
        return Matrix3x3<Real64>.FromRows(new(zz, 0, 0), new(0, xx + zz, 0), new(0, 0, xx));
    }

    /// <inheritdoc/>
    public override double[] SurfacePoints(out double radius)
    {
        radius = 0;
        double[] points = new double[3 * PointsPerEdge * PointsPerEdge];
        for (int i = 0; i < PointsPerEdge * PointsPerEdge; i++)
        {
            points[3 * i] = HalfX * (2.0 * (i / PointsPerEdge) / (PointsPerEdge - 1) - 1);
            points[3 * i + 2] = HalfZ * (2.0 * (i % PointsPerEdge) / (PointsPerEdge - 1) - 1);
        }

        return points;
    }

    /// <inheritdoc/>
    public override double[] EdgePoints(double spacing)
    {
        Vector3<Real64>[] corners = [new(HalfX, 0, HalfZ), new(-HalfX, 0, HalfZ), new(-HalfX, 0, -HalfZ), new(HalfX, 0, -HalfZ)];
        return [.. Enumerable.Range(0, 4).SelectMany(i => SheetEdges.Along(corners[i], corners[(i + 1) % 4], spacing))];
    }

    /// <inheritdoc/>
    public override SurfaceSite? Nearest(Vector3<Real64> point, double reach)
    {
        double y = point.Y.Value;
        bool isNear = Math.Abs(y) <= reach && Math.Abs(point.X.Value) <= HalfX && Math.Abs(point.Z.Value) <= HalfZ;
        return isNear ? new(y, new(0, 1, 0)) : null;
    }

    /// <inheritdoc/>
    public override bool MayReach(Vector3<Real64> point, double distance)
    {
        double x = Math.Max(Math.Abs(point.X.Value) - HalfX, 0), z = Math.Max(Math.Abs(point.Z.Value) - HalfZ, 0), y = point.Y.Value;
        return x * x + y * y + z * z <= distance * distance;
    }
}
