using ILGPU;
using Splatsim.Mathematics;
using Splatsim.Splats;

namespace Splatsim.Coupling.Kernels;

/// <summary>Splats that move, on a device: what they are at rest, and the rows of <see cref="MovedColumns"/> that they become.</summary>
internal struct TransportViews
{
    /// <summary>Columns of <see cref="Rest"/>: six of the covariance, three of <see cref="StretchBounds{T}"/>, the opacity logit.</summary>
    public const int Covariance = 0, Bounds = 6, OpacityLogit = 9, Columns = 10;

    /// <summary>Columns at rest, <see cref="Count"/> floats each.</summary>
    public ArrayView<float> Rest;

    /// <summary>Splat of the cloud by row.</summary>
    public ArrayView<int> Splats;

    /// <summary>Particle by row: while it takes no part the row is hidden.</summary>
    public ArrayView<int> Particles;

    /// <summary>Moved columns, <see cref="Capacity"/> floats each.</summary>
    public ArrayView<float> Moved;

    /// <summary>Splat of the cloud by moved row, appended ones included.</summary>
    public ArrayView<int> Owners;

    /// <summary>Number of splats that move.</summary>
    public int Count;

    /// <summary>Rows that there is room for.</summary>
    public int Capacity;

    /// <summary>Axes of splat space in simulation space.</summary>
    public Matrix3x3<Real32> Axes;

    /// <summary>From cells of the grid to splat space [scene units per cell].</summary>
    public Matrix3x3<Real32> Map;

    /// <summary>The grid's first node in splat space [scene units].</summary>
    public Vector3<Real32> Origin;

    /// <summary>Covariance at rest [scene units squared].</summary>
    public readonly SymmetricMatrix3x3<Real32> RestCovariance(int row) => new(
        AtRest(Covariance, row), AtRest(Covariance + 1, row), AtRest(Covariance + 2, row),
        AtRest(Covariance + 3, row), AtRest(Covariance + 4, row), AtRest(Covariance + 5, row));

    /// <summary>One value at rest.</summary>
    public readonly Real32 AtRest(int column, int row) => new(Rest[(long)column * Count + row]);

    /// <summary>One moved value.</summary>
    public readonly Real32 Get(int column, int row) => new(Moved[(long)column * Capacity + row]);

    /// <summary>Replaces a moved value.</summary>
    public readonly void Set(int column, int row, Real32 value) => Moved[(long)column * Capacity + row] = value.Value;

    /// <summary>Three moved columns.</summary>
    public readonly Vector3<Real32> GetVector(int column, int row) => new(Get(column, row), Get(column + 1, row), Get(column + 2, row));

    /// <summary>Replaces three moved columns.</summary>
    public readonly void Set(int column, int row, Vector3<Real32> value)
    {
        Set(column, row, value.X);
        Set(column + 1, row, value.Y);
        Set(column + 2, row, value.Z);
    }

    /// <summary>The moved covariance [scene units squared].</summary>
    public readonly SymmetricMatrix3x3<Real32> GetCovariance(int row) => new(
        Get(MovedColumns.Covariance, row), Get(MovedColumns.Covariance + 1, row), Get(MovedColumns.Covariance + 2, row),
        Get(MovedColumns.Covariance + 3, row), Get(MovedColumns.Covariance + 4, row), Get(MovedColumns.Covariance + 5, row));

    /// <summary>Replaces the moved covariance.</summary>
    public readonly void SetCovariance(int row, in SymmetricMatrix3x3<Real32> sigma)
    {
        Set(MovedColumns.Covariance, row, new Vector3<Real32>(sigma.XX, sigma.XY, sigma.XZ));
        Set(MovedColumns.Covariance + 3, row, new Vector3<Real32>(sigma.YY, sigma.YZ, sigma.ZZ));
    }

    /// <summary>The rotation.</summary>
    public readonly Matrix3x3<Real32> GetRotation(int row) => Matrix3x3<Real32>.FromRows(
        GetVector(MovedColumns.Rotation, row), GetVector(MovedColumns.Rotation + 3, row), GetVector(MovedColumns.Rotation + 6, row));

    /// <summary>Replaces the rotation.</summary>
    public readonly void SetRotation(int row, in Matrix3x3<Real32> rotation)
    {
        Set(MovedColumns.Rotation, row, rotation.Row0);
        Set(MovedColumns.Rotation + 3, row, rotation.Row1);
        Set(MovedColumns.Rotation + 6, row, rotation.Row2);
    }
}
