using Splatsim.Mathematics;

namespace Splatsim.Splats;

/// <summary>A box whose edges follow the axes.</summary>
/// <param name="Minimum">Lowest corner [scene units].</param>
/// <param name="Maximum">Highest corner [scene units].</param>
public readonly record struct AxisAlignedBox(Vector3<Real64> Minimum, Vector3<Real64> Maximum)
{
    /// <summary>Middle of the box [scene units].</summary>
    public Vector3<Real64> Centre => new Real64(0.5) * (Minimum + Maximum);

    /// <summary>Length of the three edges [scene units].</summary>
    public Vector3<Real64> Size => Maximum - Minimum;

    /// <summary>Length of the space diagonal [scene units].</summary>
    public double Diagonal => Size.Length.Value;

    /// <summary>True when the point is inside or on the surface.</summary>
    /// <param name="point">The point [scene units].</param>
    public bool Contains(in Vector3<Real64> point) =>
        point.X.Value >= Minimum.X.Value && point.X.Value <= Maximum.X.Value
        && point.Y.Value >= Minimum.Y.Value && point.Y.Value <= Maximum.Y.Value
        && point.Z.Value >= Minimum.Z.Value && point.Z.Value <= Maximum.Z.Value;
}
