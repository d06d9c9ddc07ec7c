using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>
/// A constitutive law: from the trial deformation gradient to the returned one and its stress. Static and generic over
/// the number, so that the CPU lanes, the verification in double, derivatives and GPU kernels are the same source.
/// </summary>
/// <remarks>
/// Hot methods have no branch on a value except through <see cref="IReal{T}.Any"/>, no arrays, no exceptions. Isotropic
/// laws implement <see cref="IIsotropicLaw"/> instead and come here through <see cref="Isotropic{TLaw}"/>.
/// </remarks>
public interface ILaw
{
    /// <summary>Name, parameters, history, summary and source.</summary>
    static abstract LawDescription Description { get; }

    /// <summary>Turns user values (SI, in the order of the description) into the coefficients that the law computes with.</summary>
    static abstract void Prepare<T>(in LawParameters<T> user, out LawParameters<T> prepared)
        where T : unmanaged, IReal<T>;

    /// <summary>The history of a particle that has not been deformed.</summary>
    static abstract void InitialHistory<T>(in LawParameters<T> prepared, out LawHistory<T> history)
        where T : unmanaged, IReal<T>;

    /// <summary>One substep of the material.</summary>
    /// <param name="f">F: the trial deformation gradient (I + dt C) F on entry, the returned elastic one on exit.</param>
    /// <param name="c">C, the affine velocity [1/s] at the start of the substep.</param>
    /// <param name="prepared">Coefficients from <see cref="Prepare"/>.</param>
    /// <param name="history">Per-particle scalars, updated.</param>
    /// <param name="timeStep">dt [s].</param>
    /// <param name="kirchhoff">Kirchhoff stress tau [Pa] of the returned F.</param>
    /// <param name="clamped">Set where a principal stretch had to be lifted to <see cref="StretchLimits.Minimum"/>.</param>
    static abstract void Update<T>(
        ref Matrix3x3<T> f, in Matrix3x3<T> c, in LawParameters<T> prepared, ref LawHistory<T> history, T timeStep,
        out SymmetricMatrix3x3<T> kirchhoff, out Mask<T> clamped)
        where T : unmanaged, IReal<T>;

    /// <summary>
    /// The adjoint of <see cref="Update"/>: from derivatives of a loss by what it returns to those by what it takes. By default the
    /// law's own update is differentiated with <see cref="Dual{T}"/>, which is exact without further work for every law that contains
    /// no decomposition; laws in principal stretches get theirs from <see cref="Isotropic{TLaw}"/>. A law may replace it
    /// by a direct form.
    /// </summary>
    /// <param name="f">The trial F.</param>
    /// <param name="c">C [1/s] at the start of the substep.</param>
    /// <param name="prepared">Coefficients.</param>
    /// <param name="before">The history before the substep.</param>
    /// <param name="timeStep">dt [s].</param>
    /// <param name="cotangents">Derivatives by the returned F, the stress and the history after.</param>
    /// <param name="gradient">Derivatives by the trial F, C, the coefficients and the history before; all 0 where a stretch was lifted.</param>
    /// <typeparam name="TLaw">The law itself, which a default cannot name otherwise.</typeparam>
    /// <typeparam name="T">The number.</typeparam>
    static virtual void UpdateAdjoint<TLaw, T>(
        in Matrix3x3<T> f, in Matrix3x3<T> c, in LawParameters<T> prepared, in LawHistory<T> before, T timeStep,
        in LawCotangents<T> cotangents, out LawGradient<T> gradient)
        where TLaw : struct, ILaw
        where T : unmanaged, IReal<T> =>
        TensorAdjoint.Update<TLaw, T>(in f, in c, in prepared, in before, timeStep, in cotangents, out gradient);

    /// <summary>Elastic energy per rest volume [Pa] of a returned F.</summary>
    static abstract T EnergyDensity<T>(in Matrix3x3<T> f, in LawParameters<T> prepared, in LawHistory<T> history)
        where T : unmanaged, IReal<T>;

    /// <summary>
    /// Work per rest volume [Pa] that a substep did on the material and that the energy of the trial F does not show: that
    /// of viscous stress, and of the strain of branches that live in the history. See <see cref="LawEnergy.Dissipated"/>.
    /// </summary>
    /// <param name="f">The returned F.</param>
    /// <param name="c">C [1/s] at the start of the substep.</param>
    /// <param name="prepared">Coefficients.</param>
    /// <param name="before">The history before the substep.</param>
    /// <param name="timeStep">dt [s].</param>
    static virtual T ViscousWork<T>(
        in Matrix3x3<T> f, in Matrix3x3<T> c, in LawParameters<T> prepared, in LawHistory<T> before, T timeStep)
        where T : unmanaged, IReal<T> => T.Zero;

    /// <summary>
    /// P-wave modulus [Pa] of the user values: the sound speed is sqrt(modulus / density). That of small strains, or of the
    /// stiffest state where <see cref="LawDescription.Stiffens"/>. 0 where the law sets no limit to the time step.
    /// </summary>
    static abstract double WaveModulus(in LawParameters<Real64> user);

    /// <summary>
    /// Viscosity [Pa s] that is integrated explicitly and therefore limits the step to density dx^2 / (6 viscosity); 0 for
    /// most laws.
    /// </summary>
    static virtual double ExplicitViscosity(in LawParameters<Real64> user) => 0;
}
