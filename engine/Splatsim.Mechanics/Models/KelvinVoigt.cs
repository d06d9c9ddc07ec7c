using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>A neo-Hookean body with Newtonian viscosity beside it: it creeps to its elastic shape and rings less.</summary>
/// <remarks>
/// Kelvin 1865, Voigt 1890; tau = mu (b - I) + lambda ln J I + J (2 eta dev D + zeta tr D I). The viscous part is explicit and limits
/// the step. Prepared: mu, lambda, 2 eta, zeta - 2 eta/3.
/// </remarks>
public readonly struct KelvinVoigt : ILaw
{
    /// <inheritdoc/>
    public static LawDescription Description { get; } = new(
        "kelvin-voigt",
        "Elastic body with internal friction: rubber and gel that stop shaking.",
        "Kelvin 1865 and Voigt 1890: spring and dashpot side by side; elasticity of Bonet and Wood 2008, eq. 6.27",
        [LawParameter.YoungsModulus, LawParameter.PoissonsRatio, Viscosity.Shear(10), Viscosity.Bulk],
        [])
    {
        IsRateDependent = true,
    };

    /// <inheritdoc/>
    public static void Prepare<T>(in LawParameters<T> user, out LawParameters<T> prepared)
        where T : unmanaged, IReal<T>
    {
        prepared = default;
        Lame.FromYoung(user.P0, user.P1, out prepared.P0, out prepared.P1);
        prepared.P2 = user.P2 + user.P2;
        prepared.P3 = user.P3 - T.FromDouble(2.0 / 3.0) * user.P2;
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
        NeoHookean.Update(ref f, in c, in prepared, ref history, timeStep, out SymmetricMatrix3x3<T> elastic, out clamped);
        kirchhoff = elastic + Viscosity.Stress(prepared.P2, prepared.P3, in c, f.Determinant, T.Zero);
    }

    /// <inheritdoc/>
    public static T EnergyDensity<T>(in Matrix3x3<T> f, in LawParameters<T> prepared, in LawHistory<T> history)
        where T : unmanaged, IReal<T> => NeoHookean.EnergyDensity(in f, in prepared, in history);

    /// <inheritdoc/>
    public static T ViscousWork<T>(
        in Matrix3x3<T> f, in Matrix3x3<T> c, in LawParameters<T> prepared, in LawHistory<T> before, T timeStep)
        where T : unmanaged, IReal<T> =>
         timeStep * Viscosity.Power(prepared.P2, prepared.P3, in c, f.Determinant);

    /// <inheritdoc/>
    public static double WaveModulus(in LawParameters<Real64> user) => Lame.WaveModulus(user.P0.Value, user.P1.Value);

    /// <inheritdoc/>
    public static double ExplicitViscosity(in LawParameters<Real64> user) => Viscosity.Explicit(user.P2.Value, user.P3.Value);
}
