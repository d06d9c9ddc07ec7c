using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>
/// The adjoint of any law's update by <see cref="Dual{T}"/>: one run of the law per input, along one tangent at a time. Exact for all that
/// is written without a decomposition: viscous laws, fibres, fluids, a user's own law.
/// </summary>
/// <remarks>
/// A decomposition inside the law would be differentiated through its iteration, which has no derivative where two values are equal:
/// isotropic laws come through <see cref="IsotropicAdjoint"/> instead.
/// </remarks>
public static class TensorAdjoint
{
    /// <inheritdoc cref="ILaw.UpdateAdjoint"/>
    public static void Update<TLaw, T>(
        in Matrix3x3<T> f, in Matrix3x3<T> c, in LawParameters<T> prepared, in LawHistory<T> before, T timeStep,
        in LawCotangents<T> cotangents, out LawGradient<T> gradient)
        where TLaw : struct, ILaw
        where T : unmanaged, IReal<T>
    {
        gradient = default;
        for (int entry = 0; entry < LawSeeds.MatrixEntries; entry++)
        {
            LawSeeds.Set(ref gradient.F, entry, Along<TLaw, T>(in f, entry, in c, -1, in prepared, -1, in before, -1, timeStep, in cotangents));
            LawSeeds.Set(ref gradient.C, entry, Along<TLaw, T>(in f, -1, in c, entry, in prepared, -1, in before, -1, timeStep, in cotangents));
        }

        for (int i = 0; i < LawParameters<T>.Capacity - cotangents.SkippedCoefficients; i++)
            LawSeeds.Set(ref gradient.Prepared, i, Along<TLaw, T>(in f, -1, in c, -1, in prepared, i, in before, -1, timeStep, in cotangents));
        for (int i = 0; i < LawHistory<T>.Capacity - cotangents.SkippedHistory; i++)
            LawSeeds.Set(ref gradient.History, i, Along<TLaw, T>(in f, -1, in c, -1, in prepared, -1, in before, i, timeStep, in cotangents));
        Matrix3x3<T> trial = f;
        LawHistory<T> history = before;
        TLaw.Update(ref trial, in c, in prepared, ref history, timeStep, out _, out Mask<T> clamped);
        gradient.Silence(clamped);
    }

    private static T Along<TLaw, T>(
        in Matrix3x3<T> f, int variableF, in Matrix3x3<T> c, int variableC, in LawParameters<T> prepared, int parameter,
        in LawHistory<T> before, int scalar, T timeStep, in LawCotangents<T> cotangents)
        where TLaw : struct, ILaw
        where T : unmanaged, IReal<T>
    {
        Matrix3x3<Dual<T>> trial = LawSeeds.Matrix(in f, variableF), affine = LawSeeds.Matrix(in c, variableC);
        LawParameters<Dual<T>> coefficients = LawSeeds.Parameters(in prepared, parameter);
        LawHistory<Dual<T>> history = LawSeeds.History(in before, scalar);
        TLaw.Update(
            ref trial, in affine, in coefficients, ref history, Dual<T>.Constant(timeStep), out SymmetricMatrix3x3<Dual<T>> kirchhoff, out _);
        return LawSeeds.Dot(in cotangents.F, in trial) + LawSeeds.Dot(in cotangents.Kirchhoff, in kirchhoff)
            + LawSeeds.Dot(in cotangents.History, in history);
    }
}
