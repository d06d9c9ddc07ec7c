using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>
/// Snow: a corotated body whose stretches may not leave a small window; what is squeezed beyond it hardens, what is drawn
/// beyond it softens and falls apart.
/// </summary>
/// <remarks>
/// Stomakhin, Schroeder, Chai, Teran, Selle 2013, "A material point method for snow simulation", sec. 5: s' = clamp(s, 1 -
/// theta_c, 1 + theta_s), both constants times h = exp(xi (1 - J_p)). The factor h is clamped, which keeps packed snow from
/// becoming infinitely stiff. Prepared: mu, lambda, smallest and largest stretch, xi, smallest and largest h.
/// </remarks>
public readonly struct Snow : IIsotropicLaw
{
    /// <inheritdoc/>
    public static LawDescription Description { get; } = new(
        "snow",
        "Snow: packs and hardens under pressure, breaks into lumps when it is drawn.",
        "Stomakhin et al. 2013, A material point method for snow simulation, sec. 5, with a bounded hardening factor",
        [
            LawParameter.YoungsModulus with { Default = 1.4e5 },
            LawParameter.PoissonsRatio with { Default = 0.2 },
            new("criticalCompression", "1", 2.5e-2, 0, 0.9, "theta_c: elastic compression before it packs."),
            new("criticalStretch", "1", 7.5e-3, 0, 1, "theta_s: elastic stretch before it breaks."),
            new("hardeningCoefficient", "1", 10, 0, 100, "xi: how fast stiffness grows with packing."),
            new("hardeningMin", "1", 0.1, 1e-3, 1, "Smallest factor of the stiffness."),
            new("hardeningMax", "1", 5, 1, 100, "Largest factor of the stiffness; the time step pays for its root."),
        ],
        [new("plasticVolumeRatio", "1", "J_p: plastic part of the volume ratio; starts at 1.")])
    {
        Stiffens = true,
    };

    /// <inheritdoc/>
    public static bool NeedsPositiveStretch => true;

    /// <inheritdoc/>
    public static void Prepare<T>(in LawParameters<T> user, out LawParameters<T> prepared)
        where T : unmanaged, IReal<T>
    {
        prepared = default;
        Lame.FromYoung(user.P0, user.P1, out prepared.P0, out prepared.P1);
        prepared.P2 = T.One - user.P2;
        prepared.P3 = T.One + user.P3;
        prepared.P4 = user.P4;
        prepared.P5 = user.P5;
        prepared.P6 = user.P6;
    }

    /// <inheritdoc/>
    public static void InitialHistory<T>(in LawParameters<T> prepared, out LawHistory<T> history)
        where T : unmanaged, IReal<T>
    {
        history = default;
        history.H0 = T.One;
    }

    /// <inheritdoc/>
    public static void Principal<T>(
        in Vector3<T> stretch, in LawParameters<T> prepared, ref LawHistory<T> history, T timeStep,
        out Vector3<T> returned, out Vector3<T> kirchhoff)
        where T : unmanaged, IReal<T>
    {
        T low = prepared.P2, high = prepared.P3;
        returned = new(
            T.Min(T.Max(stretch.X, low), high), T.Min(T.Max(stretch.Y, low), high), T.Min(T.Max(stretch.Z, low), high));
        T kept = returned.X * returned.Y * returned.Z;
        history.H0 = history.H0 * (stretch.X * stretch.Y * stretch.Z) / kept;
        T hardening = Hardening(in prepared, history.H0);
        FixedCorotated.Stress(hardening * prepared.P0, hardening * prepared.P1, in returned, out kirchhoff);
    }

    /// <inheritdoc/>
    public static T PrincipalEnergy<T>(in Vector3<T> stretch, in LawParameters<T> prepared, in LawHistory<T> history)
        where T : unmanaged, IReal<T>
    {
        T hardening = Hardening(in prepared, history.H0);
        return FixedCorotated.Energy(hardening * prepared.P0, hardening * prepared.P1, in stretch);
    }

    /// <inheritdoc/>
    /// <remarks>Of the hardest snow.</remarks>
    public static double WaveModulus(in LawParameters<Real64> user) =>
        user.P6.Value * Lame.WaveModulus(user.P0.Value, user.P1.Value);

    private static T Hardening<T>(in LawParameters<T> prepared, T plasticVolumeRatio)
        where T : unmanaged, IReal<T> =>
        T.Min(T.Max(T.Exp(prepared.P4 * (T.One - plasticVolumeRatio)), prepared.P5), prepared.P6);
}
