using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>Differences of the fixed corotated law in closed form: t_i - t_j = 2 mu (s_i - s_j)(s_i + s_j - 1), and F stays.</summary>
internal readonly struct CorotatedPairs : IPairDifferences
{
    /// <inheritdoc/>
    public static void Of<T>(int pair, in PrincipalState<T> law, out T returned, out T kirchhoff)
        where T : unmanaged, IReal<T>
    {
        T sum = PrincipalState<T>.First(pair, in law.Stretch) + PrincipalState<T>.Second(pair, in law.Stretch);
        returned = T.One;
        kirchhoff = (law.Prepared.P0 + law.Prepared.P0) * (sum - T.One);
    }
}
