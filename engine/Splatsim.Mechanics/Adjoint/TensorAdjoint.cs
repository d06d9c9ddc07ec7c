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
    private const int FirstCoefficient = 2 * LawSeeds.MatrixEntries;

    /// <inheritdoc cref="ILaw.UpdateAdjoint"/>
    public static void Update<TLaw, T>(
        in Matrix3x3<T> f, in Matrix3x3<T> c, in LawParameters<T> prepared, in LawHistory<T> before, T timeStep,
        in LawCotangents<T> cotangents, out LawGradient<T> gradient)
        where TLaw : struct, ILaw
        where T : unmanaged, IReal<T>
    {
        gradient = default;
        Mask<T> clamped = StretchLimits.None<T>();
        // One loop over all inputs, whose end is known at run time only: the law is there once, however many inputs it has.
        int firstScalar = FirstCoefficient + LawParameters<T>.Capacity - cotangents.SkippedCoefficients;
        int inputs = firstScalar + LawHistory<T>.Capacity - cotangents.SkippedHistory;
        for (int input = 0; input < inputs; input++)
        {
            int coefficient = input < firstScalar ? input - FirstCoefficient : -1;
            Matrix3x3<Dual<T>> trial = LawSeeds.Matrix(in f, input), affine = LawSeeds.Matrix(in c, input - LawSeeds.MatrixEntries);
            LawParameters<Dual<T>> coefficients = LawSeeds.Parameters(in prepared, coefficient);
            LawHistory<Dual<T>> history = LawSeeds.History(in before, input - firstScalar);
            TLaw.Update(
                ref trial, in affine, in coefficients, ref history, Dual<T>.Constant(timeStep), out SymmetricMatrix3x3<Dual<T>> kirchhoff,
                out Mask<Dual<T>> lifted);
            T slope = LawSeeds.Dot(in cotangents.F, in trial) + LawSeeds.Dot(in cotangents.Kirchhoff, in kirchhoff)
                + LawSeeds.Dot(in cotangents.History, in history);
            LawSeeds.Set(ref gradient.F, input, slope);
            LawSeeds.Set(ref gradient.C, input - LawSeeds.MatrixEntries, slope);
            LawSeeds.Set(ref gradient.Prepared, coefficient, slope);
            LawSeeds.Set(ref gradient.History, input - firstScalar, slope);
            clamped |= Dual<T>.OfValues(lifted);
        }

        gradient.Silence(clamped);
    }
}
