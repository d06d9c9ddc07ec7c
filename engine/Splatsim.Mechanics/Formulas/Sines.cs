using System.Runtime.CompilerServices;
using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>Sine and cosine of friction angles in any number, so that laws can be differentiated by the angle.</summary>
internal static class Sines
{
    /// <summary>Sine and cosine of an angle between 0 and a right angle [rad], to the rounding of the number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Of<T>(T angle, out T sine, out T cosine)
        where T : unmanaged, IReal<T>
    {
        T square = angle * angle;
        T sum = T.One;
        // Taylor series of sin x / x in Horner form, from its last term inwards: x^27/27! at a right angle is 2e-23, below the
        // rounding of double. Written out, so that the factors are constants on a GPU too.
        sum = T.One - T.FromDouble(1.0 / (25 * 24)) * square * sum;
        sum = T.One - T.FromDouble(1.0 / (23 * 22)) * square * sum;
        sum = T.One - T.FromDouble(1.0 / (21 * 20)) * square * sum;
        sum = T.One - T.FromDouble(1.0 / (19 * 18)) * square * sum;
        sum = T.One - T.FromDouble(1.0 / (17 * 16)) * square * sum;
        sum = T.One - T.FromDouble(1.0 / (15 * 14)) * square * sum;
        sum = T.One - T.FromDouble(1.0 / (13 * 12)) * square * sum;
        sum = T.One - T.FromDouble(1.0 / (11 * 10)) * square * sum;
        sum = T.One - T.FromDouble(1.0 / (9 * 8)) * square * sum;
        sum = T.One - T.FromDouble(1.0 / (7 * 6)) * square * sum;
        sum = T.One - T.FromDouble(1.0 / (5 * 4)) * square * sum;
        sum = T.One - T.FromDouble(1.0 / (3 * 2)) * square * sum;
        sine = angle * sum;
        cosine = T.Sqrt(T.One - sine * sine);
    }
}
