using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>
/// Differences of laws in logarithmic strain in closed form: the strain's deviator is scaled by one factor k, so that
/// t_i - t_j = 2 mu k ln(s_i/s_j), and r_i = s_i exp(g_i) with g_i - g_j = (k - 1) ln(s_i/s_j). Exact to rounding for any gap, and
/// always on the branch that acted.
/// </summary>
/// <typeparam name="TLaw">The law.</typeparam>
internal readonly struct LogarithmicPairs<TLaw> : IPairDifferences
    where TLaw : struct, ILogarithmicLaw
{
    /// <inheritdoc/>
    public static void Of<T>(int pair, in PrincipalState<T> law, out T returned, out T kirchhoff)
        where T : unmanaged, IReal<T>
    {
        Hencky.Split(in law.Stretch, out T mean, out _, out T norm);
        LawHistory<T> history = law.Before;
        TLaw.Return(mean, norm, law.Stretch.LengthSquared, in law.Prepared, ref history, law.TimeStep, out _, out T keep);
        T si = PrincipalState<T>.First(pair, in law.Stretch), sj = PrincipalState<T>.Second(pair, in law.Stretch);
        T perGap = LogarithmPerGap(si, sj), strain = perGap * (si - sj), lost = keep - T.One;
        kirchhoff = (law.Prepared.P0 + law.Prepared.P0) * keep * perGap;
        // r_i - r_j = e^{g_i} (s_i - s_j) + s_j e^{g_j} (e^{g_i - g_j} - 1).
        T ri = PrincipalState<T>.First(pair, in law.Returned), rj = PrincipalState<T>.Second(pair, in law.Returned);
        returned = ri / si + rj * GrowthPerUnit(lost * strain) * lost * perGap;
    }

    // ln(a/b)/(a - b) = 2/(a + b) (1 + z^2/3 + z^4/5 + ...), z = (a - b)/(a + b).
    private static T LogarithmPerGap<T>(T a, T b)
        where T : unmanaged, IReal<T>
    {
        T sum = a + b, z = (a - b) / sum, square = z * z, series = T.Zero;
        // z^16/17 of the smallest z that takes the logarithm is 1e-18.
        for (int n = 15; n >= 1; n -= 2) series = T.FusedMultiplyAdd(square, series, T.FromDouble(1.0 / n));
        T near = (T.One + T.One) / sum * series;
        Mask<T> isNear = square < T.FromDouble(5e-3);
        return T.Select(isNear, near, (T.Log(a) - T.Log(b)) / T.Select(isNear, T.One, a - b));
    }

    // (e^y - 1)/y.
    private static T GrowthPerUnit<T>(T y)
        where T : unmanaged, IReal<T>
    {
        T series = T.One;
        for (int n = 13; n >= 2; n--) series = T.FusedMultiplyAdd(T.FromDouble(1.0 / n) * y, series, T.One);
        Mask<T> isSmall = T.Abs(y) < T.FromDouble(0.25);
        return T.Select(isSmall, series, (T.Exp(y) - T.One) / T.Select(isSmall, T.One, y));
    }
}
