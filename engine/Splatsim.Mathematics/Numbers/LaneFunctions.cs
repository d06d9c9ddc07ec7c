using System.Runtime.CompilerServices;

namespace Splatsim.Mathematics;

/// <summary>
/// Exponential and logarithm of lanes in single precision, at most 2 units in the last place. The library's own vector
/// versions widen to double and cost several times as much.
/// </summary>
/// <remarks>Range reduction and minimax polynomials of Moshier, Cephes mathematical library (expf, logf).</remarks>
internal static class LaneFunctions
{
    /// <summary>exp(x): infinity above 88.72, 0 below -87.33 (no subnormal results), NaN for NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Exp<T>(T x)
        where T : unmanaged, IReal<T>, IExponentBits<T>
    {
        T n = T.Floor(T.FusedMultiplyAdd(x, T.FromDouble(1.44269504088896341), T.FromDouble(0.5)));
        // n never leaves the exponent field for arguments whose result is kept.
        n = T.Max(T.Min(n, T.FromDouble(127)), T.FromDouble(-126));
        // ln 2 in two parts, the first with few bits, so that n ln 2 is subtracted exactly.
        T r = T.FusedMultiplyAdd(n, T.FromDouble(-0.693359375), x);
        r = T.FusedMultiplyAdd(n, T.FromDouble(2.12194440e-4), r);
        T p = T.FromDouble(1.9875691500e-4);
        p = T.FusedMultiplyAdd(p, r, T.FromDouble(1.3981999507e-3));
        p = T.FusedMultiplyAdd(p, r, T.FromDouble(8.3334519073e-3));
        p = T.FusedMultiplyAdd(p, r, T.FromDouble(4.1665795894e-2));
        p = T.FusedMultiplyAdd(p, r, T.FromDouble(1.6666665459e-1));
        p = T.FusedMultiplyAdd(p, r, T.FromDouble(5.0000001201e-1));
        p = T.FusedMultiplyAdd(p, r * r, r + T.One);
        T result = p * T.PowerOfTwo(n);
        result = T.Select(x > T.FromDouble(88.7228), T.FromDouble(double.PositiveInfinity), result);
        return T.Select(x < T.FromDouble(-87.3365), T.Zero, result);
    }

    /// <summary>ln(x): -infinity at 0, NaN below, infinity at infinity; subnormal arguments count as 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Log<T>(T x)
        where T : unmanaged, IReal<T>, IExponentBits<T>
    {
        T m = T.SplitExponent(x, out T e);
        Mask<T> low = m < T.FromDouble(0.707106781186547524);
        e = T.Select(low, e - T.One, e);
        m = T.Select(low, m + m, m) - T.One;
        T z = m * m;
        T p = T.FromDouble(7.0376836292e-2);
        p = T.FusedMultiplyAdd(p, m, T.FromDouble(-1.1514610310e-1));
        p = T.FusedMultiplyAdd(p, m, T.FromDouble(1.1676998740e-1));
        p = T.FusedMultiplyAdd(p, m, T.FromDouble(-1.2420140846e-1));
        p = T.FusedMultiplyAdd(p, m, T.FromDouble(1.4249322787e-1));
        p = T.FusedMultiplyAdd(p, m, T.FromDouble(-1.6668057665e-1));
        p = T.FusedMultiplyAdd(p, m, T.FromDouble(2.0000714765e-1));
        p = T.FusedMultiplyAdd(p, m, T.FromDouble(-2.4999993993e-1));
        p = T.FusedMultiplyAdd(p, m, T.FromDouble(3.3333331174e-1));
        T y = p * m * z;
        y = T.FusedMultiplyAdd(e, T.FromDouble(-2.12194440e-4), y);
        y = T.FusedMultiplyAdd(z, T.FromDouble(-0.5), y);
        T result = T.FusedMultiplyAdd(e, T.FromDouble(0.693359375), m + y);
        result = T.Select(x < T.FromDouble(1.17549435e-38), T.FromDouble(double.NegativeInfinity), result);
        result = T.Select(x < T.Zero, T.FromDouble(double.NaN), result);
        result = T.Select(x > T.FromDouble(3.4028234e38), x, result);
        // Unordered: only NaN fails both comparisons.
        return T.Select(T.Or(x < T.One, x >= T.One), result, x);
    }
}
