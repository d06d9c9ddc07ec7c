using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>
/// Sand whose friction grows as it is sheared: loose sand that settles, dense sand that passes a peak. As
/// <see cref="DruckerPrager"/> without cohesion, with phi(q) in place of a constant angle.
/// </summary>
/// <remarks>
/// Klar et al. 2016, eq. 29-31: phi = h0 + (h1 q - h3) exp(-h2 q), q the amount of plastic flow. The step returns to the cone of its
/// end. Prepared: mu, lambda, (3 lambda + 2 mu)/(2 mu), h0, h1, h2, h3, 1 for the plane-strain cone, 1 with volume correction.
/// </remarks>
public readonly struct DruckerPragerHardening : ILogarithmicLaw
{
    /// <inheritdoc/>
    public static LawDescription Description { get; } = new(
        "drucker-prager-hardening",
        "Sand whose friction changes as it is sheared: settling loose sand, dense sand past its peak.",
        "Klar et al. 2016, Drucker-Prager elastoplasticity for sand animation, eq. 29-31: phi = h0 + (h1 q - h3) exp(-h2 q)",
        [
            LawParameter.YoungsModulus,
            LawParameter.PoissonsRatio,
            new("finalAngle", "rad", 35 * Math.PI / 180, Math.PI / 180, 70 * Math.PI / 180, "h0: friction angle after much flow."),
            new("hardeningRate", "rad", 9 * Math.PI / 180, 0, 10, "h1: growth of the angle per flow, at first."),
            new("decay", "1", 0.2, 1e-3, 1e3, "h2: how fast hardening fades with flow."),
            new("initialDeficit", "rad", 10 * Math.PI / 180, 0, 70 * Math.PI / 180, "h3: how far below the final angle it starts."),
            FrictionCone.Cone,
            FrictionCone.VolumeCorrection,
        ],
        [
            new("logVolumeGain", "1", "Log of the volume gained while the grains were apart; starts at 0."),
            new("flow", "1", "Amount of plastic log strain q; starts at 0."),
        ]);

    /// <inheritdoc/>
    public static void Prepare<T>(in LawParameters<T> user, out LawParameters<T> prepared)
        where T : unmanaged, IReal<T>
    {
        prepared = default;
        Lame.FromYoung(user.P0, user.P1, out prepared.P0, out prepared.P1);
        prepared.P2 = FrictionCone.Stiffness(prepared.P0, prepared.P1);
        prepared.P3 = user.P2;
        prepared.P4 = user.P3;
        prepared.P5 = user.P4;
        prepared.P6 = user.P5;
        prepared.P7 = user.P6;
        prepared.P8 = T.Select(user.P7 > T.FromDouble(0.5), T.Zero, T.One);
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
        ConeResidual<T>.Create(in prepared, history.H1, norm, three * corrected, out ConeResidual<T> residual);
        T slope = residual.Slope(T.Zero, out _);
        Mask<T> slides = corrected < T.Zero & T.FusedMultiplyAdd(slope, three * corrected, norm) > T.Zero;
        T flow = T.Zero;
        if (T.Any(slides))
        {
            flow = T.Select(slides, BracketedNewton.Root(ref residual, T.Zero, norm, T.Zero), T.Zero);
            slope = T.Select(slides, residual.Slope(flow, out _), slope);
        }

        Mask<T> tip = FrictionCone.Return(corrected, norm, slope, T.Zero, out returnedMean, out keep);
        Vector3<T> parted = new(norm, T.FromDouble(Math.Sqrt(3)) * mean, T.Zero);
        history.H0 = T.Select(tip, prepared.P8 * T.FusedMultiplyAdd(three, mean, gain), T.Zero);
        history.H1 += T.Select(tip, Norms.Safe(in parted), flow);
    }
}
