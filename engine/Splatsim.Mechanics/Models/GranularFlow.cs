using System.Runtime.CompilerServices;
using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>
/// Granular flow with the mu(I) rheology: grains whose friction grows from a static to a dynamic coefficient with the inertial
/// number, so that a chute flow has a steady speed. Grains that part carry nothing and remember the volume.
/// </summary>
/// <remarks>
/// Jop, Forterre, Pouliquen 2006, "A constitutive law for dense granular flows"; implicit shear update of Dunatunga and
/// Kamrin 2015, "Continuum modelling and simulation of granular flows through their many phases", sec. 3.2: with S0 = mu_s P,
/// S2 = mu_2 P, a = G dt I0/(d sqrt(rho_s)) sqrt(P), the shear stress is the smaller root of t^2 - (S2 + t_trial + a) t + S2 t_trial + a S0.
/// Prepared: mu, lambda, bulk modulus, mu_s, mu_2, I0/(d sqrt(rho_s)).
/// </remarks>
public readonly struct GranularFlow : ILogarithmicLaw
{
    /// <inheritdoc/>
    public static LawDescription Description { get; } = new(
        "granular-flow",
        "Flowing grains (beads, grain, dry sand): friction that grows with the speed of shear.",
        "Jop, Forterre, Pouliquen 2006, A constitutive law for dense granular flows; Dunatunga and Kamrin 2015, sec. 3.2",
        [
            LawParameter.YoungsModulus with { Default = 1e6 },
            LawParameter.PoissonsRatio,
            new("staticFriction", "1", 0.38, 1e-3, 5, "mu_s: shear over pressure of slow flow."),
            new("dynamicFriction", "1", 0.64, 1e-3, 5, "mu_2: shear over pressure of the fastest flow; above mu_s."),
            new("inertialConstant", "1", 0.279, 1e-6, 100, "I0: inertial number at half of the growth."),
            new("grainDiameter", "m", 1e-3, 1e-7, 1, "Diameter d of the grains."),
            new("grainDensity", "kg/m^3", 2500, 1, 3e4, "Density rho_s of a grain's solid."),
        ],
        [new("logVolumeGain", "1", "Log of the volume gained while the grains were apart; starts at 0.")])
    {
        IsRateDependent = true,
        Rule = values => values[3] > values[2] ? null
            : ("dynamicFriction", $"dynamicFriction = {values[3]} must be above staticFriction = {values[2]}"),
    };

    /// <inheritdoc/>
    public static void Prepare<T>(in LawParameters<T> user, out LawParameters<T> prepared)
        where T : unmanaged, IReal<T>
    {
        prepared = default;
        Lame.FromYoung(user.P0, user.P1, out prepared.P0, out prepared.P1);
        prepared.P2 = T.FusedMultiplyAdd(T.FromDouble(2.0 / 3.0), prepared.P0, prepared.P1);
        prepared.P3 = user.P2;
        prepared.P4 = user.P3;
        prepared.P5 = user.P4 / (user.P5 * T.Sqrt(user.P6));
    }

    /// <inheritdoc/>
    public static void InitialHistory<T>(in LawParameters<T> prepared, out LawHistory<T> history)
        where T : unmanaged, IReal<T> => history = default;

    /// <inheritdoc/>
    public static void Return<T>(
        T mean, T norm, T squaredStretch, in LawParameters<T> prepared, ref LawHistory<T> history, T timeStep,
        out T returnedMean, out T keep)
        where T : unmanaged, IReal<T>
    {
        T three = T.FromDouble(3), gain = history.H0;
        T corrected = T.FusedMultiplyAdd(T.FromDouble(1.0 / 3.0), gain, mean);
        T pressure = -three * prepared.P2 * corrected;
        Mask<T> apart = pressure <= T.Zero;
        T shear = T.FromDouble(Math.Sqrt(2)) * prepared.P0 * norm;
        Mask<T> flows = shear > prepared.P3 * pressure & !apart;
        keep = T.Select(apart, T.Zero, T.One);
        if (T.Any(flows))
        {
            T left = Shear(in prepared, T.Select(flows, pressure, T.One), shear, timeStep);
            keep = T.Select(flows, left / T.Select(flows, shear, T.One), keep);
        }

        returnedMean = T.Select(apart, T.Zero, corrected);
        history.H0 = T.Select(apart, T.FusedMultiplyAdd(three, mean, gain), T.Zero);
    }

    // 2 H/(B + sqrt(B^2 - 4 H)), the discriminant written as a sum of what cannot be negative.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Shear<T>(in LawParameters<T> prepared, T pressure, T trial, T timeStep)
        where T : unmanaged, IReal<T>
    {
        T slow = prepared.P3 * pressure, fast = prepared.P4 * pressure;
        T a = prepared.P0 * timeStep * prepared.P5 * T.Sqrt(pressure);
        T difference = fast - trial, two = T.FromDouble(2);
        T discriminant = T.FusedMultiplyAdd(difference, difference, a * (a + two * (fast + trial - slow - slow)));
        T product = T.FusedMultiplyAdd(fast, trial, slow * a);
        return two * product / (fast + trial + a + T.Sqrt(T.Max(discriminant, T.Zero)));
    }
}
