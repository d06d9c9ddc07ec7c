using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>
/// Sand: Hencky elasticity inside a friction cone in log strain, with cohesion, and with a memory of the volume gained
/// while the grains were apart, so that a pile does not grow each time it is stirred.
/// </summary>
/// <remarks>
/// Klar et al. 2016 (cone and tip); Tampubolon et al. 2017, "Multi-species simulation of porous sand and water
/// mixtures" (volume correction treatment), with the shift on every principal strain so that the deviator stays one and
/// ln det F + q is conserved. Triaxial cone: q = M p with M = 6 sin phi/(3 - sin phi). Plane-strain cone: the shear that a
/// plane flow without dilation mobilises equals sin phi. Cohesion c [Pa] is the tip at c cot(phi)/(3 lambda + 2 mu).
/// Prepared: mu, lambda, cone slope alpha (3 lambda + 2 mu)/(2 mu), tip strain, 1 with volume correction.
/// </remarks>
public readonly struct DruckerPrager : ILogarithmicLaw
{
    /// <inheritdoc/>
    public static LawDescription Description { get; } = new(
        "drucker-prager",
        "Sand, gravel and soil: grains that rub and part, with or without cohesion.",
        "Klar et al. 2016, Drucker-Prager elastoplasticity for sand animation: |dev tau| <= 3 alpha p; volume correction: Tampubolon et al. 2017",
        [
            LawParameter.YoungsModulus,
            LawParameter.PoissonsRatio,
            FrictionCone.FrictionAngle,
            new("cohesion", "Pa", 0, 0, 1e9, "Shear strength without pressure (Mohr-Coulomb c)."),
            FrictionCone.Cone,
            FrictionCone.VolumeCorrection,
        ],
        [new("logVolumeGain", "1", "Log of the volume gained while the grains were apart; starts at 0.")]);

    /// <inheritdoc/>
    public static void Prepare<T>(in LawParameters<T> user, out LawParameters<T> prepared)
        where T : unmanaged, IReal<T>
    {
        prepared = default;
        Lame.FromYoung(user.P0, user.P1, out T mu, out T lambda);
        Sines.Of(user.P2, out T sine, out T cosine);
        T threeBulk = T.FusedMultiplyAdd(T.FromDouble(3), lambda, mu + mu);
        prepared.P0 = mu;
        prepared.P1 = lambda;
        prepared.P2 = FrictionCone.Alpha(sine, user.P4) * threeBulk / (mu + mu);
        prepared.P3 = user.P3 * cosine / (sine * threeBulk);
        prepared.P4 = T.Select(user.P5 > T.FromDouble(0.5), T.Zero, T.One);
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
        T gain = history.H0;
        // Elastic steps give gained volume back.
        T corrected = T.FusedMultiplyAdd(T.FromDouble(1.0 / 3.0), gain, mean);
        Mask<T> tip = FrictionCone.Return(corrected, norm, prepared.P2, prepared.P3, out returnedMean, out keep);
        T apart = prepared.P4 * T.FusedMultiplyAdd(T.FromDouble(3), mean - prepared.P3, gain);
        history.H0 = T.Select(tip, apart, T.Zero);
    }

    /// <inheritdoc/>
    public static void ReturnAdjoint<TLaw, T>(
        T mean, T norm, T squaredStretch, in LawParameters<T> prepared, in LawHistory<T> before, T timeStep, in ReturnCotangents<T> by,
        ref LawGradient<T> gradient, out Vector3<T> byTrial)
        where TLaw : struct, ILogarithmicLaw
        where T : unmanaged, IReal<T>
    {
        T zero = T.Zero, third = T.FromDouble(1.0 / 3.0), three = T.FromDouble(3), gain = before.H0;
        T corrected = T.FusedMultiplyAdd(third, gain, mean);
        Mask<T> tip = FrictionCone.ReturnAdjoint(
            corrected, norm, prepared.P2, prepared.P3, by.Mean, by.Keep, out T byCorrected, out T byNorm, out gradient.Prepared.P2, out T byTip);
        // The gain is kept at the tip only: 3 (mean - tip strain) + gain.
        T byGain = T.Select(tip, by.History.H0, zero), apart = prepared.P4 * byGain;
        gradient.Prepared.P3 = T.FusedMultiplyAdd(-three, apart, byTip);
        gradient.Prepared.P4 = byGain * T.FusedMultiplyAdd(three, mean - prepared.P3, gain);
        gradient.History = by.History;
        gradient.History.H0 = T.FusedMultiplyAdd(third, byCorrected, apart);
        byTrial = new(T.FusedMultiplyAdd(three, apart, byCorrected), byNorm, zero);
    }
}
