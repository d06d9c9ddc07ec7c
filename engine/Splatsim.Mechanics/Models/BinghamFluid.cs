using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>
/// Bingham fluid: a liquid that keeps its shape below a shear stress (ketchup, fresh concrete, drilling mud) and flows above it with
/// a constant viscosity. Below yield it is elastic, so that a plug rests instead of creeping.
/// </summary>
/// <remarks>
/// Bingham 1916; elastoviscoplastic form of Saramito 2007, "A new constitutive equation for elastoviscoplastic fluid flows", in log
/// strain, with Tait's pressure. In steady shear tau = tau_y + eta rate: |s'| = sqrt(2) tau_y + z with z = y/(1 + dt G/eta), y the
/// overstress of the trial state. Implicit, stable for any viscosity. Prepared: K/gamma, gamma, 2 G, sqrt(2) tau_y, G/eta.
/// </remarks>
public readonly struct BinghamFluid : IIsotropicLaw
{
    /// <inheritdoc/>
    public static LawDescription Description { get; } = new(
        "bingham-fluid",
        "Ketchup, fresh concrete, mud: a liquid that rests below a yield stress and flows above it.",
        "Bingham 1916; Saramito 2007, A new constitutive equation for elastoviscoplastic fluid flows; pressure of Monaghan 1994",
        [
            Tait.BulkModulus,
            Tait.Gamma,
            new("shearModulus", "Pa", 2e4, 0, 1e12, "Elastic shear modulus G below yield.")
            {
                Role = LawParameterRole.Stiffness,
            },
            new("yieldStress", "Pa", 100, 0, 1e11, "Shear stress tau_y at which it flows.")
            {
                Role = LawParameterRole.Strength,
            },
            new("plasticViscosity", "Pa s", 10, 1e-9, 1e12, "Viscosity eta above yield: slope of shear stress over shear rate."),
        ],
        [])
    {
        IsLiquid = true,
        IsRateDependent = true,
    };

    /// <inheritdoc/>
    public static bool NeedsPositiveStretch => true;

    /// <inheritdoc/>
    public static void Prepare<T>(in LawParameters<T> user, out LawParameters<T> prepared)
        where T : unmanaged, IReal<T>
    {
        prepared = default;
        prepared.P0 = user.P0 / user.P1;
        prepared.P1 = user.P1;
        prepared.P2 = user.P2 + user.P2;
        prepared.P3 = T.FromDouble(Math.Sqrt(2)) * user.P3;
        prepared.P4 = user.P2 / user.P4;
    }

    /// <inheritdoc/>
    public static void InitialHistory<T>(in LawParameters<T> prepared, out LawHistory<T> history)
        where T : unmanaged, IReal<T> => history = default;

    /// <inheritdoc/>
    public static void Principal<T>(
        in Vector3<T> stretch, in LawParameters<T> prepared, ref LawHistory<T> history, T timeStep,
        out Vector3<T> returned, out Vector3<T> kirchhoff)
        where T : unmanaged, IReal<T>
    {
        Hencky.Split(in stretch, out T mean, out Vector3<T> deviator, out T norm);
        T excess = T.FusedMultiplyAdd(prepared.P2, norm, -prepared.P3);
        Mask<T> flows = excess > T.Zero;
        T overstress = excess / T.FusedMultiplyAdd(prepared.P4, timeStep, T.One);
        T trial = T.Select(flows, prepared.P2 * norm, T.One);
        T keep = T.Select(flows, (prepared.P3 + overstress) / trial, T.One);
        T logarithm = T.FromDouble(3) * mean, volumeRatio = stretch.X * stretch.Y * stretch.Z;
        T isotropic = -volumeRatio * Tait.Pressure(prepared.P0, prepared.P1, logarithm);
        kirchhoff = Hencky.Compose(isotropic, in deviator, prepared.P2 * keep);
        returned = stretch;
        if (!T.Any(flows)) return;
        Vector3<T> strain = Hencky.Compose(mean, in deviator, keep);
        Hencky.Project(flows, in strain, in stretch, out returned);
    }

    /// <inheritdoc/>
    public static T PrincipalEnergy<T>(in Vector3<T> stretch, in LawParameters<T> prepared, in LawHistory<T> history)
        where T : unmanaged, IReal<T>
    {
        Hencky.Split(in stretch, out _, out Vector3<T> deviator, out _);
        T shape = T.FromDouble(0.5) * prepared.P2 * deviator.LengthSquared;
        return shape + Tait.Energy(prepared.P0, prepared.P1, stretch.X * stretch.Y * stretch.Z);
    }

    /// <inheritdoc/>
    public static double WaveModulus(in LawParameters<Real64> user) => user.P0.Value + 4.0 / 3.0 * user.P2.Value;
}
