using System.Runtime.CompilerServices;
using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>
/// What fluids need of J where it is close to 1, by power series: as exact as single precision is, without the range
/// reductions of the logarithm and the exponential. In exp(x) - 1 it is more exact, since nothing cancels.
/// </summary>
internal static class NearlyIncompressible
{
    /// <summary>Largest |J - 1|: the series of the logarithm leaves out less than 3e-9 of it there.</summary>
    public const double LargestDilation = 0.05;

    // Largest argument of exp(x) - 1 but for the logarithm's excess over the dilation: the series leaves out less than 2e-8 of it there.
    private const double LargestExponent = 0.33;

    /// <summary>Whether the series hold for J and J^-gamma.</summary>
    /// <param name="volumeRatio">J.</param>
    /// <param name="gamma">gamma.</param>
    public static Mask<T> Holds<T>(T volumeRatio, T gamma)
        where T : unmanaged, IReal<T>
    {
        T dilation = T.Abs(volumeRatio - T.One);
        return (dilation <= T.FromDouble(LargestDilation)) & (gamma * dilation <= T.FromDouble(LargestExponent));
    }

    /// <summary>ln J.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Log<T>(T volumeRatio)
        where T : unmanaged, IReal<T>
    {
        T e = volumeRatio - T.One, square = e * e;
        T low = T.FusedMultiplyAdd(e, T.FromDouble(-1.0 / 2), T.One);
        T middle = T.FusedMultiplyAdd(e, T.FromDouble(-1.0 / 4), T.FromDouble(1.0 / 3));
        T high = T.FusedMultiplyAdd(e, T.FromDouble(-1.0 / 6), T.FromDouble(1.0 / 5));
        return e * T.FusedMultiplyAdd(square, T.FusedMultiplyAdd(square, high, middle), low);
    }

    /// <summary>J^(1/3).</summary>
    /// <param name="logarithm">ln J.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Side<T>(T logarithm)
        where T : unmanaged, IReal<T>
    {
        T y = T.FromDouble(1.0 / 3) * logarithm;
        T rest = T.FusedMultiplyAdd(y, T.FromDouble(1.0 / 6), T.FromDouble(1.0 / 2));
        return T.FusedMultiplyAdd(y * y, rest, y) + T.One;
    }

    /// <summary>exp(x) - 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T ExpMinusOne<T>(T x)
        where T : unmanaged, IReal<T>
    {
        T square = x * x;
        T low = T.FusedMultiplyAdd(x, T.FromDouble(1.0 / 2), T.One);
        T middle = T.FusedMultiplyAdd(x, T.FromDouble(1.0 / 24), T.FromDouble(1.0 / 6));
        T high = T.FusedMultiplyAdd(x, T.FromDouble(1.0 / 720), T.FromDouble(1.0 / 120));
        T rest = T.FusedMultiplyAdd(square, T.FusedMultiplyAdd(square, T.FromDouble(1.0 / 5040), high), middle);
        return x * T.FusedMultiplyAdd(square, rest, low);
    }
}
