using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>The adjoint of any return map by <see cref="Dual{T}"/>, one tangent at a time: by mean, norm and squared stretch, coefficients, history.</summary>
internal static class ReturnMapAdjoint
{
    /// <inheritdoc cref="ILogarithmicLaw.ReturnAdjoint"/>
    public static void Update<TLaw, T>(
        T mean, T norm, T squaredStretch, in LawParameters<T> prepared, in LawHistory<T> before, T timeStep, in ReturnCotangents<T> by,
        ref LawGradient<T> gradient, out Vector3<T> byTrial)
        where TLaw : struct, ILogarithmicLaw
        where T : unmanaged, IReal<T>
    {
        LawParameters<Dual<T>> coefficients = LawSeeds.Parameters(in prepared, -1);
        LawHistory<Dual<T>> history = LawSeeds.History(in before, -1);
        Vector3<T> at = new(mean, norm, squaredStretch);
        T zero = T.Zero, one = T.One;
        byTrial.X = Along<TLaw, T>(LawSeeds.Vector(in at, one, zero, zero), in coefficients, history, timeStep, in by);
        byTrial.Y = Along<TLaw, T>(LawSeeds.Vector(in at, zero, one, zero), in coefficients, history, timeStep, in by);
        byTrial.Z = Along<TLaw, T>(LawSeeds.Vector(in at, zero, zero, one), in coefficients, history, timeStep, in by);
        Vector3<Dual<T>> still = LawSeeds.Vector(in at, zero, zero, zero);
        for (int i = 0; i < LawParameters<T>.Capacity - by.SkippedCoefficients; i++)
        {
            LawSeeds.SetTangent(ref coefficients, i, one);
            LawSeeds.Set(ref gradient.Prepared, i, Along<TLaw, T>(in still, in coefficients, history, timeStep, in by));
            LawSeeds.SetTangent(ref coefficients, i, zero);
        }

        for (int i = 0; i < LawHistory<T>.Capacity - by.SkippedHistory; i++)
        {
            LawHistory<Dual<T>> seeded = LawSeeds.History(in before, i);
            LawSeeds.Set(ref gradient.History, i, Along<TLaw, T>(in still, in coefficients, seeded, timeStep, in by));
        }
    }

    private static T Along<TLaw, T>(
        in Vector3<Dual<T>> at, in LawParameters<Dual<T>> coefficients, LawHistory<Dual<T>> history, T timeStep, in ReturnCotangents<T> by)
        where TLaw : struct, ILogarithmicLaw
        where T : unmanaged, IReal<T>
    {
        TLaw.Return(
            at.X, at.Y, at.Z, in coefficients, ref history, Dual<T>.Constant(timeStep), out Dual<T> returnedMean, out Dual<T> keep);
        return T.FusedMultiplyAdd(by.Mean, returnedMean.Tangent, T.FusedMultiplyAdd(by.Keep, keep.Tangent, LawSeeds.Dot(in by.History, in history)));
    }
}
