using System.Runtime.CompilerServices;
using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>
/// Weakly compressible viscous fluid with the linear equation of state p = K (1 - J): softer against strong compression than
/// Tait's, and what many published programs call water.
/// </summary>
/// <remarks>
/// tau = K J (J - 1) I + J (2 eta dev D + zeta tr D I), psi = K/2 (J - 1)^2, as in Hu et al. 2018, "A Moving Least Squares Material
/// Point Method", and Ma et al. 2023, "NCLaw"; F = J^(1/3) I. Prepared: K, 2 eta, zeta - 2 eta/3.
/// </remarks>
public readonly struct LinearFluid : IVolumetricLaw
{
    /// <inheritdoc/>
    public static LawDescription Description { get; } = new(
        "linear-fluid",
        "Water with pressure linear in density: gentle when strongly compressed.",
        "Hu et al. 2018, A Moving Least Squares Material Point Method; Ma et al. 2023, Learning Neural Constitutive Laws: tau = K J (J - 1) I",
        [
            Tait.BulkModulus with { Summary = "Bulk modulus K." },
            Viscosity.Shear(1e-3),
            Viscosity.Bulk,
        ],
        [])
    {
        IsLiquid = true,
        ForgetsShape = true,
        IsRateDependent = true,
    };

    /// <inheritdoc/>
    public static void Prepare<T>(in LawParameters<T> user, out LawParameters<T> prepared)
        where T : unmanaged, IReal<T>
    {
        prepared = default;
        prepared.P0 = user.P0;
        prepared.P1 = user.P1 + user.P1;
        prepared.P2 = user.P2 - T.FromDouble(2.0 / 3.0) * user.P1;
    }

    /// <inheritdoc/>
    public static void InitialHistory<T>(in LawParameters<T> prepared, out LawHistory<T> history)
        where T : unmanaged, IReal<T> => history = default;

    /// <inheritdoc/>
    public static void Update<T>(
        ref Matrix3x3<T> f, in Matrix3x3<T> c, in LawParameters<T> prepared, ref LawHistory<T> history, T timeStep,
        out SymmetricMatrix3x3<T> kirchhoff, out Mask<T> clamped)
        where T : unmanaged, IReal<T>
    {
        T volumeRatio = f.Determinant;
        Compress(ref volumeRatio, in prepared, out T side, out T isotropic, out clamped);
        f = Matrix3x3<T>.Diagonal(side, side, side);
        kirchhoff = Viscosity.Stress(prepared.P1, prepared.P2, in c, volumeRatio, isotropic);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T TrialVolume<T>(T before, T determinant, T dilation, in LawParameters<T> prepared)
        where T : unmanaged, IReal<T> => before * determinant;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Compress<T>(ref T volumeRatio, in LawParameters<T> prepared, out T side, out T isotropic, out Mask<T> clamped)
        where T : unmanaged, IReal<T>
    {
        T least = T.FromDouble(StretchLimits.MinimumVolumeRatio);
        clamped = volumeRatio < least;
        volumeRatio = T.Max(volumeRatio, least);
        side = T.Exp(T.FromDouble(1.0 / 3.0) * T.Log(volumeRatio));
        isotropic = prepared.P0 * volumeRatio * (volumeRatio - T.One);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask<T> CompressSlightly<T>(ref T volumeRatio, in LawParameters<T> prepared, out T side, out T isotropic)
        where T : unmanaged, IReal<T>
    {
        side = NearlyIncompressible.Side(NearlyIncompressible.Log(volumeRatio));
        isotropic = prepared.P0 * volumeRatio * (volumeRatio - T.One);
        return NearlyIncompressible.Holds(volumeRatio, T.One);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (T TwoShear, T Dilatational) Viscosities<T>(in LawParameters<T> prepared)
        where T : unmanaged, IReal<T> => (prepared.P1, prepared.P2);

    /// <inheritdoc/>
    public static T EnergyDensity<T>(in Matrix3x3<T> f, in LawParameters<T> prepared, in LawHistory<T> history)
        where T : unmanaged, IReal<T>
    {
        T dilation = f.Determinant - T.One;
        return T.FromDouble(0.5) * prepared.P0 * dilation * dilation;
    }

    /// <inheritdoc/>
    public static T ViscousWork<T>(
        in Matrix3x3<T> f, in Matrix3x3<T> c, in LawParameters<T> prepared, in LawHistory<T> before, T timeStep)
        where T : unmanaged, IReal<T> =>
        timeStep * Viscosity.Power(prepared.P1, prepared.P2, in c, f.Determinant);

    /// <inheritdoc/>
    public static double WaveModulus(in LawParameters<Real64> user) => user.P0.Value;

    /// <inheritdoc/>
    public static double ExplicitViscosity(in LawParameters<Real64> user) => Viscosity.Explicit(user.P1.Value, user.P2.Value);
}
