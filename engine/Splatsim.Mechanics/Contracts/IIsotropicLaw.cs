using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>
/// An isotropic law in principal stretches. <see cref="Isotropic{TLaw}"/> supplies the singular value decomposition and the
/// rotation back, so that such a law is a function of three numbers, which <see cref="Dual{T}"/> can differentiate.
/// </summary>
public interface IIsotropicLaw
{
    /// <inheritdoc cref="ILaw.Description"/>
    static abstract LawDescription Description { get; }

    /// <summary>
    /// True where the law takes logarithms of the stretches: the adapter then lifts them to
    /// <see cref="StretchLimits.Minimum"/>. False where inverted matter is meaningful. A constant.
    /// </summary>
    static abstract bool NeedsPositiveStretch { get; }

    /// <inheritdoc cref="ILaw.Prepare"/>
    static abstract void Prepare<T>(in LawParameters<T> user, out LawParameters<T> prepared)
        where T : unmanaged, IReal<T>;

    /// <inheritdoc cref="ILaw.InitialHistory"/>
    static abstract void InitialHistory<T>(in LawParameters<T> prepared, out LawHistory<T> history)
        where T : unmanaged, IReal<T>;

    /// <summary>One substep in principal axes.</summary>
    /// <param name="stretch">Trial principal stretches s.</param>
    /// <param name="prepared">Coefficients from <see cref="Prepare"/>.</param>
    /// <param name="history">Per-particle scalars, updated.</param>
    /// <param name="timeStep">dt [s].</param>
    /// <param name="returned">Returned principal stretches; exactly <paramref name="stretch"/> where the step is elastic.</param>
    /// <param name="kirchhoff">Principal Kirchhoff stresses [Pa] of the returned stretches.</param>
    static abstract void Principal<T>(
        in Vector3<T> stretch, in LawParameters<T> prepared, ref LawHistory<T> history, T timeStep,
        out Vector3<T> returned, out Vector3<T> kirchhoff)
        where T : unmanaged, IReal<T>;

    /// <summary>Elastic energy per rest volume [Pa] of returned principal stretches.</summary>
    static abstract T PrincipalEnergy<T>(
        in Vector3<T> stretch, in LawParameters<T> prepared, in LawHistory<T> history)
        where T : unmanaged, IReal<T>;

    /// <inheritdoc cref="ILaw.WaveModulus"/>
    static abstract double WaveModulus(in LawParameters<Real64> user);
}
