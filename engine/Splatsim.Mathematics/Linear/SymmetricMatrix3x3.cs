using System.Runtime.CompilerServices;

namespace Splatsim.Mathematics;

/// <summary>A symmetric 3 by 3 matrix (stress, covariance) by its six different entries.</summary>
/// <typeparam name="T">The number.</typeparam>
public struct SymmetricMatrix3x3<T>
    where T : unmanaged, IReal<T>
{
    /// <summary>Row 0, column 0.</summary>
    public T XX;

    /// <summary>Row 0, column 1.</summary>
    public T XY;

    /// <summary>Row 0, column 2.</summary>
    public T XZ;

    /// <summary>Row 1, column 1.</summary>
    public T YY;

    /// <summary>Row 1, column 2.</summary>
    public T YZ;

    /// <summary>Row 2, column 2.</summary>
    public T ZZ;

    /// <summary>A symmetric matrix from its upper triangle, row by row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public SymmetricMatrix3x3(T xx, T xy, T xz, T yy, T yz, T zz)
    {
        XX = xx;
        XY = xy;
        XZ = xz;
        YY = yy;
        YZ = yz;
        ZZ = zz;
    }

    /// <summary>Sum of the diagonal.</summary>
    public readonly T Trace
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => XX + YY + ZZ;
    }

    /// <summary>All nine entries.</summary>
    public readonly Matrix3x3<T> Full
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Matrix3x3<T>.FromRows(new(XX, XY, XZ), new(XY, YY, YZ), new(XZ, YZ, ZZ));
    }

    /// <summary>U diag(d) U^T: a symmetric matrix from orthonormal columns and principal values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SymmetricMatrix3x3<T> FromPrincipal(in Matrix3x3<T> u, in Vector3<T> d)
    {
        Vector3<T> row0 = new(u.M00 * d.X, u.M01 * d.Y, u.M02 * d.Z);
        Vector3<T> row1 = new(u.M10 * d.X, u.M11 * d.Y, u.M12 * d.Z);
        Vector3<T> row2 = new(u.M20 * d.X, u.M21 * d.Y, u.M22 * d.Z);
        return new(
            Vector3<T>.Dot(row0, u.Row0),
            Vector3<T>.Dot(row0, u.Row1),
            Vector3<T>.Dot(row0, u.Row2),
            Vector3<T>.Dot(row1, u.Row1),
            Vector3<T>.Dot(row1, u.Row2),
            Vector3<T>.Dot(row2, u.Row2));
    }

    /// <summary>A A^T.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SymmetricMatrix3x3<T> Gram(in Matrix3x3<T> a) =>
        new(
            Vector3<T>.Dot(a.Row0, a.Row0),
            Vector3<T>.Dot(a.Row0, a.Row1),
            Vector3<T>.Dot(a.Row0, a.Row2),
            Vector3<T>.Dot(a.Row1, a.Row1),
            Vector3<T>.Dot(a.Row1, a.Row2),
            Vector3<T>.Dot(a.Row2, a.Row2));

    /// <summary>A S A^T: how a covariance follows a linear map.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SymmetricMatrix3x3<T> Congruence(in Matrix3x3<T> a, in SymmetricMatrix3x3<T> s)
    {
        Matrix3x3<T> product = a * s.Full;
        return new(
            Vector3<T>.Dot(product.Row0, a.Row0),
            Vector3<T>.Dot(product.Row0, a.Row1),
            Vector3<T>.Dot(product.Row0, a.Row2),
            Vector3<T>.Dot(product.Row1, a.Row1),
            Vector3<T>.Dot(product.Row1, a.Row2),
            Vector3<T>.Dot(product.Row2, a.Row2));
    }

    /// <summary>(A + A^T)/2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SymmetricMatrix3x3<T> SymmetricPart(in Matrix3x3<T> a)
    {
        T half = T.FromDouble(0.5);
        return new(
            a.M00, half * (a.M01 + a.M10), half * (a.M02 + a.M20), a.M11, half * (a.M12 + a.M21), a.M22);
    }

    /// <summary>Sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SymmetricMatrix3x3<T> operator +(SymmetricMatrix3x3<T> left, SymmetricMatrix3x3<T> right) =>
        new(
            left.XX + right.XX, left.XY + right.XY, left.XZ + right.XZ,
            left.YY + right.YY, left.YZ + right.YZ, left.ZZ + right.ZZ);

    /// <summary>Scaling.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SymmetricMatrix3x3<T> operator *(T left, SymmetricMatrix3x3<T> right) =>
        new(left * right.XX, left * right.XY, left * right.XZ, left * right.YY, left * right.YZ, left * right.ZZ);

    /// <summary>Adds a multiple of the identity.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly SymmetricMatrix3x3<T> PlusIdentity(T factor) =>
        new(XX + factor, XY, XZ, YY + factor, YZ, ZZ + factor);

    /// <inheritdoc/>
    public override readonly string ToString() => Full.ToString();
}
