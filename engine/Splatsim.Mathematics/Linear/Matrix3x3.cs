using System.Runtime.CompilerServices;

namespace Splatsim.Mathematics;

/// <summary>A 3 by 3 matrix; Mij is row i, column j.</summary>
/// <typeparam name="T">The number.</typeparam>
public struct Matrix3x3<T>
    where T : unmanaged, IReal<T>
{
    /// <summary>Row 0, column 0.</summary>
    public T M00;

    /// <summary>Row 0, column 1.</summary>
    public T M01;

    /// <summary>Row 0, column 2.</summary>
    public T M02;

    /// <summary>Row 1, column 0.</summary>
    public T M10;

    /// <summary>Row 1, column 1.</summary>
    public T M11;

    /// <summary>Row 1, column 2.</summary>
    public T M12;

    /// <summary>Row 2, column 0.</summary>
    public T M20;

    /// <summary>Row 2, column 1.</summary>
    public T M21;

    /// <summary>Row 2, column 2.</summary>
    public T M22;

    /// <summary>The identity.</summary>
    public static Matrix3x3<T> Identity
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Diagonal(T.One, T.One, T.One);
    }

    /// <summary>The transposed matrix.</summary>
    public readonly Matrix3x3<T> Transposed
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => FromRows(Column0, Column1, Column2);
    }

    /// <summary>Sum of the diagonal.</summary>
    public readonly T Trace
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => M00 + M11 + M22;
    }

    /// <summary>Determinant, by the triple product of the columns.</summary>
    public readonly T Determinant
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector3<T>.Dot(Column0, Vector3<T>.Cross(Column1, Column2));
    }

    /// <summary>Sum of the squares of all entries.</summary>
    public readonly T SquaredNorm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Column0.LengthSquared + Column1.LengthSquared + Column2.LengthSquared;
    }

    /// <summary>Column 0.</summary>
    public readonly Vector3<T> Column0
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(M00, M10, M20);
    }

    /// <summary>Column 1.</summary>
    public readonly Vector3<T> Column1
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(M01, M11, M21);
    }

    /// <summary>Column 2.</summary>
    public readonly Vector3<T> Column2
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(M02, M12, M22);
    }

    /// <summary>Row 0.</summary>
    public readonly Vector3<T> Row0
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(M00, M01, M02);
    }

    /// <summary>Row 1.</summary>
    public readonly Vector3<T> Row1
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(M10, M11, M12);
    }

    /// <summary>Row 2.</summary>
    public readonly Vector3<T> Row2
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(M20, M21, M22);
    }

    /// <summary>The inverse; infinite or NaN where the determinant is 0.</summary>
    public readonly Matrix3x3<T> Inverse
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            Vector3<T> first = Vector3<T>.Cross(Column1, Column2);
            Vector3<T> second = Vector3<T>.Cross(Column2, Column0);
            Vector3<T> third = Vector3<T>.Cross(Column0, Column1);
            T reciprocal = T.One / Vector3<T>.Dot(Column0, first);
            return FromRows(reciprocal * first, reciprocal * second, reciprocal * third);
        }
    }

    /// <summary>A matrix from its rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Matrix3x3<T> FromRows(Vector3<T> row0, Vector3<T> row1, Vector3<T> row2)
    {
        Matrix3x3<T> result;
        result.M00 = row0.X;
        result.M01 = row0.Y;
        result.M02 = row0.Z;
        result.M10 = row1.X;
        result.M11 = row1.Y;
        result.M12 = row1.Z;
        result.M20 = row2.X;
        result.M21 = row2.Y;
        result.M22 = row2.Z;
        return result;
    }

    /// <summary>A matrix from its columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Matrix3x3<T> FromColumns(Vector3<T> column0, Vector3<T> column1, Vector3<T> column2)
    {
        Matrix3x3<T> result;
        result.M00 = column0.X;
        result.M10 = column0.Y;
        result.M20 = column0.Z;
        result.M01 = column1.X;
        result.M11 = column1.Y;
        result.M21 = column1.Z;
        result.M02 = column2.X;
        result.M12 = column2.Y;
        result.M22 = column2.Z;
        return result;
    }

    /// <summary>A diagonal matrix.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Matrix3x3<T> Diagonal(T x, T y, T z) =>
        FromRows(new(x, T.Zero, T.Zero), new(T.Zero, y, T.Zero), new(T.Zero, T.Zero, z));

    /// <summary>The outer product left right^T.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Matrix3x3<T> Outer(Vector3<T> left, Vector3<T> right) =>
        FromRows(left.X * right, left.Y * right, left.Z * right);

    /// <summary>Sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Matrix3x3<T> operator +(Matrix3x3<T> left, Matrix3x3<T> right) =>
        FromRows(left.Row0 + right.Row0, left.Row1 + right.Row1, left.Row2 + right.Row2);

    /// <summary>Difference.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Matrix3x3<T> operator -(Matrix3x3<T> left, Matrix3x3<T> right) =>
        FromRows(left.Row0 - right.Row0, left.Row1 - right.Row1, left.Row2 - right.Row2);

    /// <summary>Scaling.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Matrix3x3<T> operator *(T left, Matrix3x3<T> right) =>
        FromRows(left * right.Row0, left * right.Row1, left * right.Row2);

    /// <summary>Matrix times column vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector3<T> operator *(Matrix3x3<T> left, Vector3<T> right) =>
        new(
            Vector3<T>.Dot(left.Row0, right),
            Vector3<T>.Dot(left.Row1, right),
            Vector3<T>.Dot(left.Row2, right));

    /// <summary>Matrix product.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Matrix3x3<T> operator *(Matrix3x3<T> left, Matrix3x3<T> right)
    {
        Multiply(in left, in right, out Matrix3x3<T> product);
        return product;
    }

    /// <summary>Matrix product without copies; the product must not alias a factor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Multiply(in Matrix3x3<T> left, in Matrix3x3<T> right, out Matrix3x3<T> product)
    {
        product.M00 = T.FusedMultiplyAdd(left.M02, right.M20, T.FusedMultiplyAdd(left.M01, right.M10, left.M00 * right.M00));
        product.M01 = T.FusedMultiplyAdd(left.M02, right.M21, T.FusedMultiplyAdd(left.M01, right.M11, left.M00 * right.M01));
        product.M02 = T.FusedMultiplyAdd(left.M02, right.M22, T.FusedMultiplyAdd(left.M01, right.M12, left.M00 * right.M02));
        product.M10 = T.FusedMultiplyAdd(left.M12, right.M20, T.FusedMultiplyAdd(left.M11, right.M10, left.M10 * right.M00));
        product.M11 = T.FusedMultiplyAdd(left.M12, right.M21, T.FusedMultiplyAdd(left.M11, right.M11, left.M10 * right.M01));
        product.M12 = T.FusedMultiplyAdd(left.M12, right.M22, T.FusedMultiplyAdd(left.M11, right.M12, left.M10 * right.M02));
        product.M20 = T.FusedMultiplyAdd(left.M22, right.M20, T.FusedMultiplyAdd(left.M21, right.M10, left.M20 * right.M00));
        product.M21 = T.FusedMultiplyAdd(left.M22, right.M21, T.FusedMultiplyAdd(left.M21, right.M11, left.M20 * right.M01));
        product.M22 = T.FusedMultiplyAdd(left.M22, right.M22, T.FusedMultiplyAdd(left.M21, right.M12, left.M20 * right.M02));
    }

    /// <summary>S A for a symmetric S without copies; the product must not alias A.</summary>
    public static void Multiply(in SymmetricMatrix3x3<T> left, in Matrix3x3<T> right, out Matrix3x3<T> product)
    {
        product.M00 = T.FusedMultiplyAdd(left.XZ, right.M20, T.FusedMultiplyAdd(left.XY, right.M10, left.XX * right.M00));
        product.M01 = T.FusedMultiplyAdd(left.XZ, right.M21, T.FusedMultiplyAdd(left.XY, right.M11, left.XX * right.M01));
        product.M02 = T.FusedMultiplyAdd(left.XZ, right.M22, T.FusedMultiplyAdd(left.XY, right.M12, left.XX * right.M02));
        product.M10 = T.FusedMultiplyAdd(left.YZ, right.M20, T.FusedMultiplyAdd(left.YY, right.M10, left.XY * right.M00));
        product.M11 = T.FusedMultiplyAdd(left.YZ, right.M21, T.FusedMultiplyAdd(left.YY, right.M11, left.XY * right.M01));
        product.M12 = T.FusedMultiplyAdd(left.YZ, right.M22, T.FusedMultiplyAdd(left.YY, right.M12, left.XY * right.M02));
        product.M20 = T.FusedMultiplyAdd(left.ZZ, right.M20, T.FusedMultiplyAdd(left.YZ, right.M10, left.XZ * right.M00));
        product.M21 = T.FusedMultiplyAdd(left.ZZ, right.M21, T.FusedMultiplyAdd(left.YZ, right.M11, left.XZ * right.M01));
        product.M22 = T.FusedMultiplyAdd(left.ZZ, right.M22, T.FusedMultiplyAdd(left.YZ, right.M12, left.XZ * right.M02));
    }

    /// <summary>Lane by lane: takes the entries of another matrix where the mask is set.</summary>
    public static void Replace(Mask<T> where, in Matrix3x3<T> other, ref Matrix3x3<T> target)
    {
        target.M00 = T.Select(where, other.M00, target.M00);
        target.M01 = T.Select(where, other.M01, target.M01);
        target.M02 = T.Select(where, other.M02, target.M02);
        target.M10 = T.Select(where, other.M10, target.M10);
        target.M11 = T.Select(where, other.M11, target.M11);
        target.M12 = T.Select(where, other.M12, target.M12);
        target.M20 = T.Select(where, other.M20, target.M20);
        target.M21 = T.Select(where, other.M21, target.M21);
        target.M22 = T.Select(where, other.M22, target.M22);
    }

    /// <inheritdoc/>
    public override readonly string ToString() => $"[{Row0} {Row1} {Row2}]";
}
