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

    // Coefficients of the series.
    private const double C1 = 0.333332713069474, C2 = 0.200123524238210, C3 = 0.139085739812605, C4 = 0.146665970888267;

    /// <summary>ln V of the left stretch V, F = V R.</summary>
    /// <param name="f">The deformation gradient.</param>
    /// <param name="logarithm">The strain ln V; meaningless where the result is not set.</param>
    /// <param name="squaredStretch">Sum of the squared principal stretches, always right.</param>
    /// <returns>Where the strain is moderate and F does not mirror; false for NaN.</returns>
    public static Mask<T> OfLeftStretch<T>(in Matrix3x3<T> f, out SymmetricMatrix3x3<T> logarithm, out T squaredStretch)
        where T : unmanaged, IReal<T> => OfLeftStretch(in f, out logarithm, out squaredStretch, out _);

    /// <summary>The same, and what its derivative needs of it.</summary>
    /// <param name="f">The deformation gradient.</param>
    /// <param name="logarithm">The strain ln V; meaningless where the result is not set.</param>
    /// <param name="squaredStretch">Sum of the squared principal stretches, always right.</param>
    /// <param name="powers">For <see cref="Derivative"/>.</param>
    /// <returns>Where the strain is moderate and F does not mirror; false for NaN.</returns>
    public static Mask<T> OfLeftStretch<T>(
        in Matrix3x3<T> f, out SymmetricMatrix3x3<T> logarithm, out T squaredStretch, out CayleyPowers<T> powers)
        where T : unmanaged, IReal<T>
    {
        Cayley(in f, out powers.X, out squaredStretch);
        SymmetricMatrix3x3<T>.MultiplyCommuting(in powers.X, in powers.X, out powers.Square);
        Mask<T> moderate = powers.Square.Trace <= T.FromDouble(Reach) & f.Determinant > T.Zero;
        Series(in powers.Square, out powers.Fourth, out powers.High, out powers.Series);
        SymmetricMatrix3x3<T>.MultiplyCommuting(in powers.X, in powers.Series, out logarithm);
        return moderate;
    }

    /// <summary>
    /// How ln V changes as b = F F^T changes by a symmetric matrix. The map is its own adjoint: from derivatives of a function by
    /// ln V it leads to those by b. As exact as the strain, for equal stretches too.
    /// </summary>
    /// <param name="powers">Of ln V, where the strain is moderate.</param>
    /// <param name="direction">The change of b.</param>
    /// <param name="change">The change of ln V.</param>
    public static void Derivative<T>(in CayleyPowers<T> powers, in SymmetricMatrix3x3<T> direction, out SymmetricMatrix3x3<T> change)
        where T : unmanaged, IReal<T>
    {
        // X = I - 2 (b + I)^-1: dX = 1/2 (I - X) db (I - X). A change of a product of two functions of b is the sum of two
        // products that need not be symmetric each, and half of the sum of two anticommutators, which are.
        SymmetricMatrix3x3<T> rest = new(
            T.One - powers.X.XX, -powers.X.XY, -powers.X.XZ, T.One - powers.X.YY, -powers.X.YZ, T.One - powers.X.ZZ);
        SymmetricMatrix3x3<T>.Sandwich(in rest, in direction, out SymmetricMatrix3x3<T> twiceX);
        ChangeSeries(in powers, in twiceX, out SymmetricMatrix3x3<T> twiceSeries);
        SymmetricMatrix3x3<T>.Anticommutator(in twiceX, in powers.Series, out change);
        SymmetricMatrix3x3<T>.Anticommutator(in powers.X, in twiceSeries, out SymmetricMatrix3x3<T> other);
        T quarter = T.FromDouble(0.25);
        SymmetricMatrix3x3<T> first = change;
        SymmetricMatrix3x3<T>.Combine(T.Zero, quarter, in first, quarter, in other, out change);
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
    private static void Series<T>(
        in SymmetricMatrix3x3<T> y, out SymmetricMatrix3x3<T> y2, out SymmetricMatrix3x3<T> high, out SymmetricMatrix3x3<T> series)
        where T : unmanaged, IReal<T>
    {
        SymmetricMatrix3x3<T>.MultiplyCommuting(in y, in y, out y2);
        SymmetricMatrix3x3<T>.Combine(T.Zero, T.FromDouble(C3), in y, T.FromDouble(C4), in y2, out high);
        SymmetricMatrix3x3<T>.MultiplyCommuting(in y2, in high, out SymmetricMatrix3x3<T> tail);
        SymmetricMatrix3x3<T>.Combine(T.One, T.FromDouble(C1), in y, T.FromDouble(C2), in y2, out series);
        series.Add(in tail);
    }

    // The change of the series with X.
    private static void ChangeSeries<T>(in CayleyPowers<T> powers, in SymmetricMatrix3x3<T> byX, out SymmetricMatrix3x3<T> change)
        where T : unmanaged, IReal<T>
    {
        SymmetricMatrix3x3<T>.Anticommutator(in powers.X, in byX, out SymmetricMatrix3x3<T> square);
        SymmetricMatrix3x3<T>.Anticommutator(in powers.Square, in square, out SymmetricMatrix3x3<T> fourth);
        SymmetricMatrix3x3<T>.Combine(T.Zero, T.FromDouble(0.5 * C3), in square, T.FromDouble(0.5 * C4), in fourth, out SymmetricMatrix3x3<T> high);
        SymmetricMatrix3x3<T>.Combine(T.Zero, T.FromDouble(C1), in square, T.FromDouble(C2), in fourth, out change);
        SymmetricMatrix3x3<T>.Anticommutator(in powers.Fourth, in high, out square);
        change.Add(in square);
        SymmetricMatrix3x3<T>.Anticommutator(in fourth, in powers.High, out square);
        T half = T.FromDouble(0.5);
        high = change;
        SymmetricMatrix3x3<T>.Combine(T.Zero, T.One, in high, half, in square, out change);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Square<T>(T x, T y, T z)
        where T : unmanaged, IReal<T> => T.FusedMultiplyAdd(z, z, T.FusedMultiplyAdd(y, y, x * x));
}
