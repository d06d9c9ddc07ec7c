using Splatsim.Mathematics;

namespace Splatsim.Splats;

/// <summary>A box in any direction.</summary>
/// <param name="Centre">Middle of the box [scene units].</param>
/// <param name="HalfSize">Half the length of each edge [scene units].</param>
/// <param name="Rotation">Orthonormal; its columns are the directions of the edges.</param>
public readonly record struct OrientedBox(Vector3<Real64> Centre, Vector3<Real64> HalfSize, Matrix3x3<Real64> Rotation)
{
    /// <summary>A box along the axes as an oriented one.</summary>
    /// <param name="box">The box.</param>
    public static OrientedBox From(in AxisAlignedBox box) =>
        new(box.Centre, new Real64(0.5) * box.Size, Matrix3x3<Real64>.Identity);

    /// <summary>True when the point is inside or on the surface.</summary>
    /// <param name="point">The point [scene units].</param>
    public bool Contains(in Vector3<Real64> point)
    {
        Vector3<Real64> offset = point - Centre;
        return Math.Abs(Vector3<Real64>.Dot(Rotation.Column0, offset).Value) <= HalfSize.X.Value
            && Math.Abs(Vector3<Real64>.Dot(Rotation.Column1, offset).Value) <= HalfSize.Y.Value
            && Math.Abs(Vector3<Real64>.Dot(Rotation.Column2, offset).Value) <= HalfSize.Z.Value;
    }
}
