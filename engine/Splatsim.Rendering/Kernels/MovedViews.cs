using ILGPU;
using Splatsim.Mathematics;
using Splatsim.Splats;

namespace Splatsim.Rendering.Kernels;

/// <summary>Moved splats on a device, in the columns of <see cref="MovedColumns"/>.</summary>
internal struct MovedViews
{
    /// <summary>The columns.</summary>
    public ArrayView<float> Values;

    /// <summary>The splat of the cloud that each row belongs to.</summary>
    public ArrayView<int> Owners;

    /// <summary>The row that replaces each splat of the cloud, or -1.</summary>
    public ArrayView<int> RowOf;

    /// <summary>How many rows there are after the first ones.</summary>
    public ArrayView<int> Appended;

    /// <summary>Rows that replace splats of the cloud; 0 where nothing moved. The others are drawn beside them.</summary>
    public int Count;

    /// <summary>Length of a column.</summary>
    public int Capacity;

    /// <summary>The row of the i-th thing to draw, and its splat: first the cloud's own, then the appended rows. False beyond the last.</summary>
    public readonly bool Find(int i, int cloud, out int splat, out int row)
    {
        splat = i;
        row = Count > 0 && i < cloud ? RowOf[i] : -1;
        if (i < cloud) return true;
        row = Count + i - cloud;
        if (i - cloud >= Appended[0]) return false;
        splat = Owners[row];
        return true;
    }

    /// <summary>One value.</summary>
    public readonly Real32 Get(int column, int row) => new(Values[(long)column * Capacity + row]);

    /// <summary>Three columns.</summary>
    public readonly Vector3<Real32> GetVector(int column, int row) => new(Get(column, row), Get(column + 1, row), Get(column + 2, row));

    /// <summary>The covariance [scene units squared].</summary>
    public readonly SymmetricMatrix3x3<Real32> Covariance(int row)
    {
        const int C = MovedColumns.Covariance;
        return new(Get(C, row), Get(C + 1, row), Get(C + 2, row), Get(C + 3, row), Get(C + 4, row), Get(C + 5, row));
    }

    /// <summary>A direction in the axes in which the splat was captured: R^T d.</summary>
    public readonly Vector3<Real32> TurnBack(int row, Vector3<Real32> d) =>
        d.X * GetVector(MovedColumns.Rotation, row) + d.Y * GetVector(MovedColumns.Rotation + 3, row) + d.Z * GetVector(MovedColumns.Rotation + 6, row);

    /// <summary>The reverse of <see cref="TurnBack"/>: R d.</summary>
    public readonly Vector3<Real32> Turn(int row, Vector3<Real32> d) =>
        new(
            Vector3<Real32>.Dot(GetVector(MovedColumns.Rotation, row), d),
            Vector3<Real32>.Dot(GetVector(MovedColumns.Rotation + 3, row), d),
            Vector3<Real32>.Dot(GetVector(MovedColumns.Rotation + 6, row), d));
}
