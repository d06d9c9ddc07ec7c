using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>
/// Newton's method that stays inside an interval, with a fixed number of steps. Its last step is a plain one: differentiated with duals it
/// leaves the implicit derivative -g_p/g_x, whatever the steps before it left.
/// </summary>
internal static class BracketedNewton
{
    /// <summary>The root of a function that is negative at one end and positive at the other.</summary>
    /// <param name="residual">The function, by reference only to save copies; at most 0 at <paramref name="low"/>, at least 0 at <paramref name="high"/>.</param>
    /// <param name="low">Lower end.</param>
    /// <param name="high">Upper end.</param>
    /// <param name="start">Where to start.</param>
    public static T Root<TResidual, T>(ref TResidual residual, T low, T high, T start)
        where TResidual : struct, IResidual<T>
        where T : unmanaged, IReal<T>
    {
        T x = start, half = T.FromDouble(0.5);
        int steps = T.Epsilon < 1e-10 ? 12 : 7;
        for (int step = 0; step < steps; step++)
        {
            residual.At(x, out T value, out T derivative);
            Mask<T> below = value < T.Zero;
            low = T.Select(below, x, low);
            high = T.Select(below, high, x);
            T newton = x - value / derivative;
            x = T.Select(newton >= low & newton <= high, newton, half * (low + high));
        }

        residual.At(x, out T last, out T slope);
        T better = x - last / slope;
        return T.Select(better >= low - T.FromDouble(1e-3) & better <= high + T.FromDouble(1e-3), better, x);
    }
}
