using System.Runtime.CompilerServices;
using Splatsim.Mathematics;

namespace Splatsim.Rendering;

/// <summary>Angles from arithmetic and square roots alone, for every number type.</summary>
public static class Angles
{
    /// <summary>Angle of the point (x, y) from the x axis [rad], in [-pi, pi]; 0 at the origin.</summary>
    /// <param name="y">Opposite leg.</param>
    /// <param name="x">Adjacent leg.</param>
    public static T Atan2<T>(T y, T x)
        where T : unmanaged, IReal<T>
    {
        T radius = T.Sqrt(T.FusedMultiplyAdd(x, x, y * y));
        // atan2(y, x) = 2 atan(y / (r + |x|)) for x >= 0: the argument is at most 1, and never divides by a small number.
        T denominator = radius + T.Abs(x);
        Mask<T> origin = denominator <= T.Zero;
        T tangent = y / T.Select(origin, T.One, denominator);
        T near = T.FromDouble(2) * AtanOfFraction(tangent);
        T turned = T.Select(y < T.Zero, T.FromDouble(-Math.PI) - near, T.FromDouble(Math.PI) - near);
        return T.Select(x < T.Zero, turned, near);
    }

    // atan for |t| <= 1: three halvings bring |t| below 0.1, where ten terms of Gregory's series leave less than 1e-20.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T AtanOfFraction<T>(T t)
        where T : unmanaged, IReal<T>
    {
        for (int halving = 0; halving < 3; halving++)
            t = t / (T.One + T.Sqrt(T.FusedMultiplyAdd(t, t, T.One)));
        T squared = t * t;
        T sum = T.FromDouble(1.0 / 19);
        for (int odd = 17; odd >= 1; odd -= 2)
            sum = T.FusedMultiplyAdd(-squared, sum, T.FromDouble(1.0 / odd));
        return T.FromDouble(8) * t * sum;
    }
}
