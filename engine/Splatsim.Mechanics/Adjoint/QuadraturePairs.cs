using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>Differences of any law: by <see cref="DividedDifferences"/>, with the slopes that <see cref="Dual{T}"/> gives.</summary>
internal readonly struct QuadraturePairs : IPairDifferences
{
    /// <inheritdoc/>
    public static bool NeedsSlopes => true;

    /// <inheritdoc/>
    public static T Common<T>(in PrincipalState<T> law, T timeStep)
        where T : unmanaged, IReal<T> => T.Zero;

    /// <inheritdoc/>
    public static void Of<T>(int pair, in PrincipalState<T> law, T common, in PairSlopes<T> slopes, out PairSlopes<T> differences)
        where T : unmanaged, IReal<T>
    {
        T si = PrincipalState<T>.First(pair, in law.Stretch), sj = PrincipalState<T>.Second(pair, in law.Stretch), gap = si - sj;
        Mask<T> close = DividedDifferences.AreClose(si, sj);
        T size = T.Max(T.Abs(si), T.Abs(sj));
        differences.Returned = DividedDifferences.Of(
            PrincipalState<T>.First(pair, in law.Returned), PrincipalState<T>.Second(pair, in law.Returned), gap, size, slopes.Returned, close);
        differences.Kirchhoff = DividedDifferences.Of(
            PrincipalState<T>.First(pair, in law.Kirchhoff), PrincipalState<T>.Second(pair, in law.Kirchhoff), gap, size, slopes.Kirchhoff, close);
    }
}
