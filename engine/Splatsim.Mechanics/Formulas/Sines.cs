using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>Sine and cosine of friction angles in any number, so that laws can be differentiated by the angle.</summary>
internal static class Sines
{
    // x^27/27! at a right angle is 2e-23: below the rounding of double.
    private const int LastPower = 25;

    /// <summary>Sine and cosine of an angle between 0 and a right angle [rad], to the rounding of the number.</summary>
    public static void Of<T>(T angle, out T sine, out T cosine)
        where T : unmanaged, IReal<T>
    {
        T square = angle * angle;
        T sum = T.One;
        // Taylor series of sin x / x in Horner form, from its last term inwards.
        for (int power = LastPower; power > 1; power -= 2)
            sum = T.One - square * sum / T.FromDouble(power * (power - 1));
        sine = angle * sum;
        cosine = T.Sqrt(T.One - sine * sine);
    }
}
