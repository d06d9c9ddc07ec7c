using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>Values of fields between their nodes, written once for every number.</summary>
public static class FieldSampling
{
    /// <summary>The trilinear interpolant and its gradient. Outside the field, those of the nearest point of its box.</summary>
    /// <param name="fields">The reader.</param>
    /// <param name="field">Number of the field.</param>
    /// <param name="point">Where [nodes].</param>
    /// <param name="last">The last node along each axis, at least 1.</param>
    /// <param name="gradient">Change of the value per node.</param>
    public static T Trilinear<T, TFields>(in TFields fields, int field, Vector3<T> point, Vector3<T> last, out Vector3<T> gradient)
        where T : unmanaged, IReal<T>
        where TFields : struct, IFieldReader<T>
    {
        T i = Cell(point.X, last.X, out T x), j = Cell(point.Y, last.Y, out T y), k = Cell(point.Z, last.Z, out T z);
        T i1 = i + T.One, j1 = j + T.One, k1 = k + T.One;
        T v000 = fields.Read(field, i, j, k), v001 = fields.Read(field, i, j, k1);
        T v010 = fields.Read(field, i, j1, k), v011 = fields.Read(field, i, j1, k1);
        T v100 = fields.Read(field, i1, j, k), v101 = fields.Read(field, i1, j, k1);
        T v110 = fields.Read(field, i1, j1, k), v111 = fields.Read(field, i1, j1, k1);

        T d00 = v001 - v000, d01 = v011 - v010, d10 = v101 - v100, d11 = v111 - v110;
        T v00 = T.FusedMultiplyAdd(z, d00, v000), v01 = T.FusedMultiplyAdd(z, d01, v010);
        T v10 = T.FusedMultiplyAdd(z, d10, v100), v11 = T.FusedMultiplyAdd(z, d11, v110);
        T d0 = T.FusedMultiplyAdd(y, d01 - d00, d00), d1 = T.FusedMultiplyAdd(y, d11 - d10, d10);
        T e0 = v01 - v00, e1 = v11 - v10;
        T v0 = T.FusedMultiplyAdd(y, e0, v00), v1 = T.FusedMultiplyAdd(y, e1, v10);
        gradient = new(v1 - v0, T.FusedMultiplyAdd(x, e1 - e0, e0), T.FusedMultiplyAdd(x, d1 - d0, d0));
        return T.FusedMultiplyAdd(x, v1 - v0, v0);
    }

    /// <summary>The bilinear interpolant over x and z of a field with one layer, and its change per node.</summary>
    /// <param name="fields">The reader.</param>
    /// <param name="field">Number of the field.</param>
    /// <param name="x">Where along x [nodes].</param>
    /// <param name="z">Where along z [nodes].</param>
    /// <param name="last">The last node along each axis, at least 1 along x and z.</param>
    /// <param name="alongX">Change of the value per node of x.</param>
    /// <param name="alongZ">Change of the value per node of z.</param>
    public static T Bilinear<T, TFields>(in TFields fields, int field, T x, T z, Vector3<T> last, out T alongX, out T alongZ)
        where T : unmanaged, IReal<T>
        where TFields : struct, IFieldReader<T>
    {
        T i = Cell(x, last.X, out T fx), k = Cell(z, last.Z, out T fz);
        T i1 = i + T.One, k1 = k + T.One;
        T v00 = fields.Read(field, i, T.Zero, k), v01 = fields.Read(field, i, T.Zero, k1);
        T v10 = fields.Read(field, i1, T.Zero, k), v11 = fields.Read(field, i1, T.Zero, k1);
        T d0 = v01 - v00, d1 = v11 - v10;
        T v0 = T.FusedMultiplyAdd(fz, d0, v00), v1 = T.FusedMultiplyAdd(fz, d1, v10);
        alongX = v1 - v0;
        alongZ = T.FusedMultiplyAdd(fx, d1 - d0, d0);
        return T.FusedMultiplyAdd(fx, alongX, v0);
    }

    // The cell of a coordinate, clamped into the field, and the place in it from 0 to 1.
    private static T Cell<T>(T coordinate, T last, out T fraction)
        where T : unmanaged, IReal<T>
    {
        T inside = T.Max(T.Zero, T.Min(coordinate, last));
        T cell = T.Max(T.Zero, T.Min(T.Floor(inside), last - T.One));
        fraction = inside - cell;
        return cell;
    }
}
