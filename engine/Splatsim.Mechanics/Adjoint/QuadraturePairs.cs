using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>Differences of any law: by <see cref="DividedDifferences"/>, with the slope that <see cref="Dual{T}"/> gives.</summary>
/// <typeparam name="TLaw">The law in principal stretches.</typeparam>
internal readonly struct QuadraturePairs<TLaw> : IPairDifferences
    where TLaw : struct, IIsotropicLaw
{
    /// <inheritdoc/>
    public static void Of<T>(int pair, in PrincipalState<T> law, out T returned, out T kirchhoff)
        where T : unmanaged, IReal<T>
    {
        T si = PrincipalState<T>.First(pair, in law.Stretch), sj = PrincipalState<T>.Second(pair, in law.Stretch), gap = si - sj;
        Mask<T> close = DividedDifferences.AreClose(si, sj);
        T slopeR = T.Zero, slopeT = T.Zero;
        if (T.Any(close))
        {
            T half = T.FromDouble(0.5);
            Slopes(pair, in law, half * (si + sj), half * T.FromDouble(DividedDifferences.GaussPoint) * gap, out slopeR, out slopeT);
        }

        T size = T.Max(T.Abs(si), T.Abs(sj));
        returned = DividedDifferences.Of(
            PrincipalState<T>.First(pair, in law.Returned), PrincipalState<T>.Second(pair, in law.Returned), gap, size, slopeR, close);
        kirchhoff = DividedDifferences.Of(
            PrincipalState<T>.First(pair, in law.Kirchhoff), PrincipalState<T>.Second(pair, in law.Kirchhoff), gap, size, slopeT, close);
    }

    private static void Slopes<T>(int pair, in PrincipalState<T> law, T mean, T offset, out T slopeR, out T slopeT)
        where T : unmanaged, IReal<T>
    {
        T half = T.FromDouble(0.5);
        Dual<T> first = new(mean + offset, half), second = new(mean - offset, -half);
        Vector3<Dual<T>> at = pair == 0 ? new(first, second, Dual<T>.Constant(law.Stretch.Z))
            : pair == 1 ? new(first, Dual<T>.Constant(law.Stretch.Y), second)
            : new(Dual<T>.Constant(law.Stretch.X), first, second);
        LawParameters<Dual<T>> coefficients = LawSeeds.Parameters(in law.Prepared, -1);
        LawHistory<Dual<T>> history = LawSeeds.History(in law.Before, -1);
        TLaw.Principal(
            in at, in coefficients, ref history, Dual<T>.Constant(law.TimeStep), out Vector3<Dual<T>> r, out Vector3<Dual<T>> t);
        slopeR = PrincipalState<Dual<T>>.First(pair, in r).Tangent - PrincipalState<Dual<T>>.Second(pair, in r).Tangent;
        slopeT = PrincipalState<Dual<T>>.First(pair, in t).Tangent - PrincipalState<Dual<T>>.Second(pair, in t).Tangent;
    }
}
