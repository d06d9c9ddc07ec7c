using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>
/// (g_i - g_j)/(s_i - s_j) of principal values g of a function of principal values s, also where two of them are equal or nearly so.
/// </summary>
/// <remarks>
/// The difference is the integral of its own slope along the line on which s_i and s_j trade places. Between close values that slope is an
/// even, smooth function of the place, and the two points of Gauss's rule are mirror images: one evaluation at 1/sqrt(3) of the gap leaves
/// an error of its fourth power. It is taken where it agrees with the difference to within the difference's own rounding; where
/// it does not, a kink lies between the two values, and the difference is right.
/// </remarks>
internal static class DividedDifferences
{
    /// <summary>The part of a gap at which Gauss's rule asks for the slope.</summary>
    public const double GaussPoint = 0.57735026918962576;

    /// <summary>Where two values are so close that the slope is worth asking for.</summary>
    public static Mask<T> AreClose<T>(T first, T second)
        where T : unmanaged, IReal<T>
    {
        // A gap of this part leaves (4e-3)^4 / 4320 of the fifth derivative: below rounding in either precision.
        T part = T.FromDouble(T.Epsilon < 1e-10 ? 1e-3 : 3e-2);
        return T.Abs(first - second) <= part * T.Max(T.Abs(first), T.Abs(second));
    }

    /// <summary>The divided difference.</summary>
    /// <param name="first">g_i.</param>
    /// <param name="second">g_j.</param>
    /// <param name="gap">s_i - s_j.</param>
    /// <param name="size">Size of s_i and s_j.</param>
    /// <param name="slope">d(g_i - g_j)/d(s_i - s_j) at the Gauss point where the two are close; unused elsewhere.</param>
    /// <param name="close">Where they are.</param>
    public static T Of<T>(T first, T second, T gap, T size, T slope, Mask<T> close)
        where T : unmanaged, IReal<T>
    {
        Mask<T> apart = T.Abs(gap) > T.Zero;
        T divided = (first - second) / T.Select(apart, gap, T.One);
        // Both g are rounded relative to their size and to the change that rounding of s makes.
        T noise = T.FromDouble(8 * T.Epsilon)
            * (T.Abs(first) + T.Abs(second) + size * T.Max(T.Abs(slope), T.Abs(divided)));
        Mask<T> agrees = T.Abs(slope - divided) * T.Abs(gap) <= noise;
        return T.Select(close & (agrees | !apart), slope, divided);
    }
}
