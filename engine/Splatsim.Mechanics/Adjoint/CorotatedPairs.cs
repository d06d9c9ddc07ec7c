using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>Differences of the fixed corotated law in closed form: t_i - t_j = 2 mu (s_i - s_j)(s_i + s_j - 1), and F stays.</summary>
internal readonly struct CorotatedPairs : IPairDifferences
{
    /// <inheritdoc/>
    public static bool NeedsSlopes => false;

    /// <inheritdoc/>
    public static T Common<T>(in PrincipalState<T> law, T timeStep)
        where T : unmanaged, IReal<T> => law.Prepared.P0 + law.Prepared.P0;

    /// <inheritdoc/>
    public static void Of<T>(int pair, in PrincipalState<T> law, T common, in PairSlopes<T> slopes, out PairSlopes<T> differences)
        where T : unmanaged, IReal<T>
    {
        T sum = PrincipalState<T>.First(pair, in law.Stretch) + PrincipalState<T>.Second(pair, in law.Stretch);
        differences.Returned = T.One;
        differences.Kirchhoff = common * (sum - T.One);
    }
}
