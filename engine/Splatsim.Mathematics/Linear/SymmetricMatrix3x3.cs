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

    /// <summary>The product of two symmetric matrices that commute, as functions of one matrix do: it is symmetric too.</summary>
    public static void MultiplyCommuting(
        in SymmetricMatrix3x3<T> a, in SymmetricMatrix3x3<T> b, out SymmetricMatrix3x3<T> product)
    {
        product.XX = T.FusedMultiplyAdd(a.XZ, b.XZ, T.FusedMultiplyAdd(a.XY, b.XY, a.XX * b.XX));
        product.XY = T.FusedMultiplyAdd(a.XZ, b.YZ, T.FusedMultiplyAdd(a.XY, b.YY, a.XX * b.XY));
        product.XZ = T.FusedMultiplyAdd(a.XZ, b.ZZ, T.FusedMultiplyAdd(a.XY, b.YZ, a.XX * b.XZ));
        product.YY = T.FusedMultiplyAdd(a.YZ, b.YZ, T.FusedMultiplyAdd(a.YY, b.YY, a.XY * b.XY));
        product.YZ = T.FusedMultiplyAdd(a.YZ, b.ZZ, T.FusedMultiplyAdd(a.YY, b.YZ, a.XY * b.XZ));
        product.ZZ = T.FusedMultiplyAdd(a.ZZ, b.ZZ, T.FusedMultiplyAdd(a.YZ, b.YZ, a.XZ * b.XZ));
    }

    /// <summary>A B + B A.</summary>
    public static void Anticommutator(
        in SymmetricMatrix3x3<T> a, in SymmetricMatrix3x3<T> b, out SymmetricMatrix3x3<T> sum)
    {
        T xx = T.FusedMultiplyAdd(a.XZ, b.XZ, T.FusedMultiplyAdd(a.XY, b.XY, a.XX * b.XX));
        T yy = T.FusedMultiplyAdd(a.YZ, b.YZ, T.FusedMultiplyAdd(a.YY, b.YY, a.XY * b.XY));
        T zz = T.FusedMultiplyAdd(a.ZZ, b.ZZ, T.FusedMultiplyAdd(a.YZ, b.YZ, a.XZ * b.XZ));
        sum.XX = xx + xx;
        sum.YY = yy + yy;
        sum.ZZ = zz + zz;
        T ab = T.FusedMultiplyAdd(a.XZ, b.YZ, T.FusedMultiplyAdd(a.XY, b.YY, a.XX * b.XY));
        sum.XY = ab + T.FusedMultiplyAdd(b.XZ, a.YZ, T.FusedMultiplyAdd(b.XY, a.YY, b.XX * a.XY));
        ab = T.FusedMultiplyAdd(a.XZ, b.ZZ, T.FusedMultiplyAdd(a.XY, b.YZ, a.XX * b.XZ));
        sum.XZ = ab + T.FusedMultiplyAdd(b.XZ, a.ZZ, T.FusedMultiplyAdd(b.XY, a.YZ, b.XX * a.XZ));
        ab = T.FusedMultiplyAdd(a.YZ, b.ZZ, T.FusedMultiplyAdd(a.YY, b.YZ, a.XY * b.XZ));
        sum.YZ = ab + T.FusedMultiplyAdd(b.YZ, a.ZZ, T.FusedMultiplyAdd(b.YY, a.YZ, b.XY * a.XZ));
    }

    /// <summary>A B A.</summary>
    public static void Sandwich(in SymmetricMatrix3x3<T> a, in SymmetricMatrix3x3<T> b, out SymmetricMatrix3x3<T> product)
    {
        Row(a.XX, a.XY, a.XZ, in b, out T x, out T y, out T z);
        product.XX = T.FusedMultiplyAdd(z, a.XZ, T.FusedMultiplyAdd(y, a.XY, x * a.XX));
        product.XY = T.FusedMultiplyAdd(z, a.YZ, T.FusedMultiplyAdd(y, a.YY, x * a.XY));
        product.XZ = T.FusedMultiplyAdd(z, a.ZZ, T.FusedMultiplyAdd(y, a.YZ, x * a.XZ));
        Row(a.XY, a.YY, a.YZ, in b, out x, out y, out z);
        product.YY = T.FusedMultiplyAdd(z, a.YZ, T.FusedMultiplyAdd(y, a.YY, x * a.XY));
        product.YZ = T.FusedMultiplyAdd(z, a.ZZ, T.FusedMultiplyAdd(y, a.YZ, x * a.XZ));
        Row(a.XZ, a.YZ, a.ZZ, in b, out x, out y, out z);
        product.ZZ = T.FusedMultiplyAdd(z, a.ZZ, T.FusedMultiplyAdd(y, a.YZ, x * a.XZ));
    }

    /// <summary>A : B over all nine entries.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Dot(in SymmetricMatrix3x3<T> a, in SymmetricMatrix3x3<T> b)
    {
        T across = T.FusedMultiplyAdd(a.YZ, b.YZ, T.FusedMultiplyAdd(a.XZ, b.XZ, a.XY * b.XY));
        return T.FusedMultiplyAdd(a.ZZ, b.ZZ, T.FusedMultiplyAdd(a.YY, b.YY, T.FusedMultiplyAdd(a.XX, b.XX, across + across)));
    }

    /// <summary>a I + b A + c B.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Combine(
        T a, T b, in SymmetricMatrix3x3<T> first, T c, in SymmetricMatrix3x3<T> second, out SymmetricMatrix3x3<T> sum)
    {
        sum.XX = T.FusedMultiplyAdd(c, second.XX, T.FusedMultiplyAdd(b, first.XX, a));
        sum.XY = T.FusedMultiplyAdd(c, second.XY, b * first.XY);
        sum.XZ = T.FusedMultiplyAdd(c, second.XZ, b * first.XZ);
        sum.YY = T.FusedMultiplyAdd(c, second.YY, T.FusedMultiplyAdd(b, first.YY, a));
        sum.YZ = T.FusedMultiplyAdd(c, second.YZ, b * first.YZ);
        sum.ZZ = T.FusedMultiplyAdd(c, second.ZZ, T.FusedMultiplyAdd(b, first.ZZ, a));
    }

    /// <summary>Adds another matrix in place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(in SymmetricMatrix3x3<T> other)
    {
        XX += other.XX;
        XY += other.XY;
        XZ += other.XZ;
        YY += other.YY;
        YZ += other.YZ;
        ZZ += other.ZZ;
    }

    /// <summary>Lane by lane: takes the entries of another matrix where the mask is set.</summary>
    public static void Replace(Mask<T> where, in SymmetricMatrix3x3<T> other, ref SymmetricMatrix3x3<T> target)
    {
        target.XX = T.Select(where, other.XX, target.XX);
        target.XY = T.Select(where, other.XY, target.XY);
        target.XZ = T.Select(where, other.XZ, target.XZ);
        target.YY = T.Select(where, other.YY, target.YY);
        target.YZ = T.Select(where, other.YZ, target.YZ);
        target.ZZ = T.Select(where, other.ZZ, target.ZZ);
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

    // A row vector times a symmetric matrix.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Row(T rx, T ry, T rz, in SymmetricMatrix3x3<T> b, out T x, out T y, out T z)
    {
        x = T.FusedMultiplyAdd(rz, b.XZ, T.FusedMultiplyAdd(ry, b.XY, rx * b.XX));
        y = T.FusedMultiplyAdd(rz, b.YZ, T.FusedMultiplyAdd(ry, b.YY, rx * b.XY));
        z = T.FusedMultiplyAdd(rz, b.ZZ, T.FusedMultiplyAdd(ry, b.YZ, rx * b.XZ));
    }
}
