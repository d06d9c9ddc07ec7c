using System.Runtime.CompilerServices;

namespace Splatsim.Mathematics;

/// <summary>
/// Logarithmic strain of moderate deformations in single precision without principal axes: much cheaper than a singular
/// value decomposition, and as exact.
/// </summary>
/// <remarks>
/// With b = F F^T and its Cayley transform X = (b - I)(b + I)^-1, 1/2 ln b = artanh X (Higham 2008, "Functions of
/// Matrices", sec. 11.1). The series runs in X^2; its polynomial interpolates at the Chebyshev nodes of [0, Reach] and is off
/// by less than 5e-8, a third of the rounding of b.
/// </remarks>
public static class MatrixLogarithm
{
    // Largest sum of the squares of X: principal strains up to artanh 0.4 = 0.42, stretches from 0.65 to 1.53.
    private const double Reach = 0.16;

    /// <summary>ln V of the left stretch V, F = V R.</summary>
    /// <param name="f">The deformation gradient.</param>
    /// <param name="logarithm">The strain ln V; meaningless where the result is not set.</param>
    /// <param name="squaredStretch">Sum of the squared principal stretches, always right.</param>
    /// <returns>Where the strain is moderate and F does not mirror; false for NaN.</returns>
    public static Mask<T> OfLeftStretch<T>(in Matrix3x3<T> f, out SymmetricMatrix3x3<T> logarithm, out T squaredStretch)
        where T : unmanaged, IReal<T>
    {
        Cayley(in f, out SymmetricMatrix3x3<T> x, out squaredStretch);
        SymmetricMatrix3x3<T>.MultiplyCommuting(in x, in x, out SymmetricMatrix3x3<T> y);
        Mask<T> moderate = y.XX + y.YY + y.ZZ <= T.FromDouble(Reach) & f.Determinant > T.Zero;
        Series(in y, out SymmetricMatrix3x3<T> series);
        SymmetricMatrix3x3<T>.MultiplyCommuting(in x, in series, out logarithm);
        return moderate;
    }

    // X = I - 2 (b + I)^-1; b + I is at least I, so that the inverse is always there.
    private static void Cayley<T>(in Matrix3x3<T> f, out SymmetricMatrix3x3<T> x, out T squaredStretch)
        where T : unmanaged, IReal<T>
    {
        T xx = Square(f.M00, f.M01, f.M02), yy = Square(f.M10, f.M11, f.M12), zz = Square(f.M20, f.M21, f.M22);
        squaredStretch = xx + yy + zz;
        xx += T.One;
        yy += T.One;
        zz += T.One;
        T xy = T.FusedMultiplyAdd(f.M02, f.M12, T.FusedMultiplyAdd(f.M01, f.M11, f.M00 * f.M10));
        T xz = T.FusedMultiplyAdd(f.M02, f.M22, T.FusedMultiplyAdd(f.M01, f.M21, f.M00 * f.M20));
        T yz = T.FusedMultiplyAdd(f.M12, f.M22, T.FusedMultiplyAdd(f.M11, f.M21, f.M10 * f.M20));
        T a = T.FusedMultiplyAdd(yy, zz, -(yz * yz)), b = T.FusedMultiplyAdd(xz, yz, -(xy * zz)), c = T.FusedMultiplyAdd(xy, yz, -(xz * yy));
        T factor = T.FromDouble(-2) / T.FusedMultiplyAdd(xx, a, T.FusedMultiplyAdd(xy, b, xz * c));
        x.XX = T.FusedMultiplyAdd(factor, a, T.One);
        x.XY = factor * b;
        x.XZ = factor * c;
        x.YY = T.FusedMultiplyAdd(factor, T.FusedMultiplyAdd(xx, zz, -(xz * xz)), T.One);
        x.YZ = factor * T.FusedMultiplyAdd(xy, xz, -(xx * yz));
        x.ZZ = T.FusedMultiplyAdd(factor, T.FusedMultiplyAdd(xx, yy, -(xy * xy)), T.One);
    }

    // I + c1 Y + c2 Y^2 + Y^2 (c3 Y + c4 Y^2).
    private static void Series<T>(in SymmetricMatrix3x3<T> y, out SymmetricMatrix3x3<T> series)
        where T : unmanaged, IReal<T>
    {
        SymmetricMatrix3x3<T>.MultiplyCommuting(in y, in y, out SymmetricMatrix3x3<T> y2);
        T c1 = T.FromDouble(0.333332713069474), c2 = T.FromDouble(0.200123524238210);
        T c3 = T.FromDouble(0.139085739812605), c4 = T.FromDouble(0.146665970888267);
        SymmetricMatrix3x3<T>.Combine(T.Zero, c3, in y, c4, in y2, out SymmetricMatrix3x3<T> high);
        SymmetricMatrix3x3<T>.MultiplyCommuting(in y2, in high, out SymmetricMatrix3x3<T> tail);
        SymmetricMatrix3x3<T>.Combine(T.One, c1, in y, c2, in y2, out series);
        series.Add(in tail);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Square<T>(T x, T y, T z)
        where T : unmanaged, IReal<T> => T.FusedMultiplyAdd(z, z, T.FusedMultiplyAdd(y, y, x * x));
}
