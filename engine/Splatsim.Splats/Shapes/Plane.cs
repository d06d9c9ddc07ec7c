using Splatsim.Mathematics;

namespace Splatsim.Splats;

/// <summary>The plane n.x = d.</summary>
/// <param name="Normal">Unit normal n; it points to the positive side.</param>
/// <param name="Offset">Distance d of the plane from the origin along the normal [scene units].</param>
public readonly record struct Plane(Vector3<Real64> Normal, double Offset)
{
    /// <summary>The plane through a point.</summary>
    /// <param name="point">A point of the plane [scene units].</param>
    /// <param name="normal">Direction of the normal; need not be a unit vector.</param>
    /// <exception cref="ArgumentException">The normal has no direction.</exception>
    public static Plane Through(in Vector3<Real64> point, in Vector3<Real64> normal)
    {
        if (!(normal.Length.Value > 0)) throw new ArgumentException($"normal {normal} has no direction", nameof(normal));
        Vector3<Real64> unit = normal.Normalized;
        return new(unit, Vector3<Real64>.Dot(unit, point).Value);
    }

    /// <summary>Signed distance of a point [scene units], positive on the side of the normal.</summary>
    /// <param name="point">The point [scene units].</param>
    public double Distance(in Vector3<Real64> point) => Vector3<Real64>.Dot(Normal, point).Value - Offset;
}
