using System.Runtime.CompilerServices;
using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>
/// Weakly compressible viscous fluid with Tait's pressure, p = K/gamma (J^-gamma - 1), shear viscosity eta and bulk
/// viscosity zeta: tau = -J p I + 2 eta J dev D + zeta J tr D I.
/// </summary>
/// <remarks>
/// Tait 1888, in the form of Cole 1948 and Monaghan 1994, "Simulating free surface flows with SPH"; the shape part
/// of F is forgotten, F = J^(1/3) I. K is the small-strain bulk modulus, so that the sound speed is sqrt(K / density).
/// PAC-NeRF's (mu D, kappa) is eta = mu/2, zeta = mu/3, K = 7 kappa with the linear volume update, which advances J by
/// max(0.05, 1 + dt tr C) instead of det(I + dt C) and needs F spherical, as this law leaves it.
/// Prepared: K/gamma, gamma, 2 eta, zeta - 2 eta/3, 1 with the linear update, smallest J, largest J.
/// </remarks>
public readonly struct NewtonianFluid : IVolumetricLaw
{
    private const double LinearVolumeFloor = 0.05;

    // Larger than any volume ratio; a float.
    private const double Unlimited = 1e30;

    /// <inheritdoc/>
    public static LawDescription Description { get; } = new(
        "newtonian-fluid",
        "Water, oil and honey: weakly compressible, with shear and bulk viscosity.",
        "Monaghan 1994, Simulating free surface flows with SPH (Tait's pressure p = K/gamma (J^-gamma - 1)); linear volume update: Li et al. 2023, PAC-NeRF",
        [
            Tait.BulkModulus,
            Tait.Gamma,
            Viscosity.Shear(1e-3),
            Viscosity.Bulk,
            LawParameter.Option(
                "volumeUpdate", "How a step advances the volume: det(I + dt C), or PAC-NeRF's 1 + dt tr C.",
                "determinant", "linear"),
            LawParameter.Option(
                "tension", "Whether it resists being pulled apart; without, J stays at most 1, as free surfaces that break up want it.",
                "on", "off"),
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
        Mask<T> linear = user.P4 > T.FromDouble(0.5);
        prepared.P0 = user.P0 / user.P1;
        prepared.P1 = user.P1;
        prepared.P2 = user.P2 + user.P2;
        prepared.P3 = user.P3 - T.FromDouble(2.0 / 3.0) * user.P2;
        prepared.P4 = T.Select(linear, T.One, T.Zero);
        prepared.P5 = T.Select(
            linear, T.FromDouble(LinearVolumeFloor), T.FromDouble(StretchLimits.MinimumVolumeRatio));
        prepared.P6 = T.Select(user.P5 > T.FromDouble(0.5), T.One, T.FromDouble(Unlimited));
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
        T volumeRatio = T.Select(prepared.P4 > T.Zero, LinearVolume(in f, in c, timeStep), f.Determinant);
        Compress(ref volumeRatio, in prepared, out T side, out T isotropic, out clamped);
        f = Matrix3x3<T>.Diagonal(side, side, side);
        kirchhoff = Viscosity.Stress(prepared.P2, prepared.P3, in c, volumeRatio, isotropic);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T TrialVolume<T>(T before, T determinant, T dilation, in LawParameters<T> prepared)
        where T : unmanaged, IReal<T> => before * T.Select(prepared.P4 > T.Zero, T.One + dilation, determinant);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Compress<T>(ref T volumeRatio, in LawParameters<T> prepared, out T side, out T isotropic, out Mask<T> clamped)
        where T : unmanaged, IReal<T>
    {
        clamped = volumeRatio < prepared.P5;
        volumeRatio = T.Min(T.Max(volumeRatio, prepared.P5), prepared.P6);
        T logarithm = T.Log(volumeRatio);
        side = T.Exp(T.FromDouble(1.0 / 3.0) * logarithm);
        isotropic = -volumeRatio * Tait.Pressure(prepared.P0, prepared.P1, logarithm);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask<T> CompressSlightly<T>(ref T volumeRatio, in LawParameters<T> prepared, out T side, out T isotropic)
        where T : unmanaged, IReal<T>
    {
        volumeRatio = T.Min(volumeRatio, prepared.P6);
        T logarithm = NearlyIncompressible.Log(volumeRatio);
        side = NearlyIncompressible.Side(logarithm);
        isotropic = -volumeRatio * (prepared.P0 * NearlyIncompressible.ExpMinusOne(-prepared.P1 * logarithm));
        return NearlyIncompressible.Holds(volumeRatio, prepared.P1);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (T TwoShear, T Dilatational) Viscosities<T>(in LawParameters<T> prepared)
        where T : unmanaged, IReal<T> => (prepared.P2, prepared.P3);

    /// <inheritdoc/>
    public static T EnergyDensity<T>(in Matrix3x3<T> f, in LawParameters<T> prepared, in LawHistory<T> history)
        where T : unmanaged, IReal<T> => Tait.Energy(prepared.P0, prepared.P1, f.Determinant);

    /// <inheritdoc/>
    public static T ViscousWork<T>(
        in Matrix3x3<T> f, in Matrix3x3<T> c, in LawParameters<T> prepared, in LawHistory<T> before, T timeStep)
        where T : unmanaged, IReal<T> =>
        timeStep * Viscosity.Power(prepared.P2, prepared.P3, in c, f.Determinant);

    /// <inheritdoc/>
    public static double WaveModulus(in LawParameters<Real64> user) => user.P0.Value;

    /// <inheritdoc/>
    public static double ExplicitViscosity(in LawParameters<Real64> user) => Viscosity.Explicit(user.P2.Value, user.P3.Value);

    // F before the step is j I, so that tr((I + dt C) j) gives j back without a history variable.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T LinearVolume<T>(in Matrix3x3<T> f, in Matrix3x3<T> c, T timeStep)
        where T : unmanaged, IReal<T>
    {
        T dilation = timeStep * c.Trace;
        T side = f.Trace / (T.FromDouble(3) + dilation);
        return (T.One + dilation) * side * side * side;
    }
}
