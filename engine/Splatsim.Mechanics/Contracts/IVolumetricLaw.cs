using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>
/// A law of matter that forgets its shape: of F it knows J alone, and its stress is an isotropic one of J and that of a Newtonian viscosity.
/// Its pieces, for kernels that keep no matrix; <see cref="ILaw.Update"/> is made of the same.
/// </summary>
public interface IVolumetricLaw : ILaw
{
    /// <summary>J of the trial F.</summary>
    /// <param name="before">J before the substep.</param>
    /// <param name="determinant">det(I + dt C).</param>
    /// <param name="dilation">dt tr C.</param>
    /// <param name="prepared">Coefficients.</param>
    static abstract T TrialVolume<T>(T before, T determinant, T dilation, in LawParameters<T> prepared)
        where T : unmanaged, IReal<T>;

    /// <summary>What follows from J.</summary>
    /// <param name="volumeRatio">The trial J; the returned J.</param>
    /// <param name="prepared">Coefficients.</param>
    /// <param name="side">J^(1/3).</param>
    /// <param name="isotropic">The isotropic Kirchhoff stress without viscosity [Pa].</param>
    /// <param name="clamped">Set where J had to be lifted.</param>
    static abstract void Compress<T>(
        ref T volumeRatio, in LawParameters<T> prepared, out T side, out T isotropic, out Mask<T> clamped)
        where T : unmanaged, IReal<T>;

    /// <summary>The same by power series, without logarithm and exponential, where J is close to 1.</summary>
    /// <param name="volumeRatio">The trial J; the returned J.</param>
    /// <param name="prepared">Coefficients.</param>
    /// <param name="side">J^(1/3).</param>
    /// <param name="isotropic">The isotropic Kirchhoff stress without viscosity [Pa].</param>
    /// <returns>Where the series hold; J is not lifted there.</returns>
    static abstract Mask<T> CompressSlightly<T>(ref T volumeRatio, in LawParameters<T> prepared, out T side, out T isotropic)
        where T : unmanaged, IReal<T>;

    /// <summary>2 eta and zeta - 2 eta/3 [Pa s].</summary>
    static abstract (T TwoShear, T Dilatational) Viscosities<T>(in LawParameters<T> prepared)
        where T : unmanaged, IReal<T>;
}
