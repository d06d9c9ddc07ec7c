using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>
/// An isotropic law whose elasticity is linear in logarithmic strain and whose plastic flow scales the strain's deviator and
/// moves its mean: elastic, metal, sand, foam. <see cref="Logarithmic{TLaw}"/> makes of it a law in principal
/// stretches, which can be differentiated, and one in tensors, which needs no principal axes.
/// </summary>
/// <remarks>Coefficients 0 and 1 of <see cref="Prepare"/> are the Lame parameters mu and lambda.</remarks>
public interface ILogarithmicLaw
{
    /// <inheritdoc cref="ILaw.Description"/>
    static abstract LawDescription Description { get; }

    /// <inheritdoc cref="ILaw.Prepare"/>
    static abstract void Prepare<T>(in LawParameters<T> user, out LawParameters<T> prepared)
        where T : unmanaged, IReal<T>;

    /// <inheritdoc cref="ILaw.InitialHistory"/>
    static abstract void InitialHistory<T>(in LawParameters<T> prepared, out LawHistory<T> history)
        where T : unmanaged, IReal<T>;

    /// <summary>The return map.</summary>
    /// <param name="mean">Mean of the trial strain: ln J / 3.</param>
    /// <param name="norm">2-norm of its deviator.</param>
    /// <param name="squaredStretch">Sum of the squared principal stretches of the trial, tr F F^T.</param>
    /// <param name="prepared">Coefficients from <see cref="Prepare"/>.</param>
    /// <param name="history">Per-particle scalars, updated.</param>
    /// <param name="timeStep">dt [s].</param>
    /// <param name="returnedMean">Mean of the returned strain; exactly <paramref name="mean"/> where it stays.</param>
    /// <param name="keep">What the deviator is multiplied with; exactly 1 where the step is elastic.</param>
    static abstract void Return<T>(
        T mean, T norm, T squaredStretch, in LawParameters<T> prepared, ref LawHistory<T> history, T timeStep,
        out T returnedMean, out T keep)
        where T : unmanaged, IReal<T>;

    /// <summary>
    /// The adjoint of <see cref="Return"/>. By default the law's own return map is differentiated with <see cref="Dual{T}"/>; a law may
    /// replace it by a direct form.
    /// </summary>
    /// <param name="mean">Mean of the trial strain.</param>
    /// <param name="norm">2-norm of its deviator.</param>
    /// <param name="squaredStretch">Sum of the squared principal stretches of the trial.</param>
    /// <param name="prepared">Coefficients.</param>
    /// <param name="before">The history before the substep.</param>
    /// <param name="timeStep">dt [s].</param>
    /// <param name="by">Derivatives by what the return map gives.</param>
    /// <param name="gradient">Receives derivatives by the coefficients, of which it holds 0, and by the history before.</param>
    /// <param name="byTrial">Derivatives by mean, norm and squared stretch.</param>
    /// <typeparam name="TLaw">The law itself, which a default cannot name otherwise.</typeparam>
    /// <typeparam name="T">The number.</typeparam>
    static virtual void ReturnAdjoint<TLaw, T>(
        T mean, T norm, T squaredStretch, in LawParameters<T> prepared, in LawHistory<T> before, T timeStep, in ReturnCotangents<T> by,
        ref LawGradient<T> gradient, out Vector3<T> byTrial)
        where TLaw : struct, ILogarithmicLaw
        where T : unmanaged, IReal<T> =>
        ReturnMapAdjoint.Update<TLaw, T>(mean, norm, squaredStretch, in prepared, in before, timeStep, in by, ref gradient, out byTrial);
}
