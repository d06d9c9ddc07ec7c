using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>
/// Metal or crust that weakens as it flows: the yield stress falls linearly and, once it is gone, the particle either keeps only
/// its volume or carries nothing at all (dust).
/// </summary>
/// <remarks>
/// Linear softening of <see cref="VonMises"/>, returned to the new surface: de Souza Neto, Peric, Owen 2008, sec. 7.3.
/// PhysGaussian's "softening" (sigma -= softening per flow, both in units of |dev tau|) is 3/2 of it here, with the yield stress
/// times sqrt(3/2) and dust. The slope is at most 1.5 mu, half of what would leave no equilibrium. Prepared: mu, lambda, initial yield stress, r per
/// yield stress, flow per overstrain, yield stress gained per flow (negative), 1 for dust.
/// </remarks>
public readonly struct VonMisesDamage : ILogarithmicLaw
{
    /// <inheritdoc/>
    public static LawDescription Description { get; } = new(
        "von-mises-damage",
        "Crust, weak metal, crumbling matter: yields, weakens as it flows, and at last falls apart.",
        "de Souza Neto, Peric, Owen 2008, Computational Methods for Plasticity, sec. 7.3 with a negative slope; dust: Xie et al. 2024, PhysGaussian",
        [
            LawParameter.YoungsModulus,
            LawParameter.PoissonsRatio,
            new("yieldStress", "Pa", 2e3, 0, 1e11, "Uniaxial yield stress sigma_y at the start.")
            {
                Role = LawParameterRole.Strength,
            },
            new("softeningModulus", "Pa", 1e4, 0, 1e12, "Slope by which the yield stress falls over plastic strain.")
            {
                Role = LawParameterRole.Stiffness,
            },
            LawParameter.Option("afterFailure", "What a particle without yield stress still carries.", "pressure", "nothing"),
        ],
        [new("yieldStress", "Pa", "Present uniaxial yield stress; starts at the parameter, 0 is failure.")]);

    /// <inheritdoc/>
    public static void Prepare<T>(in LawParameters<T> user, out LawParameters<T> prepared)
        where T : unmanaged, IReal<T>
    {
        prepared = default;
        Lame.FromYoung(user.P0, user.P1, out prepared.P0, out prepared.P1);
        T rootTwoThirds = T.FromDouble(Math.Sqrt(2.0 / 3.0)), mu = prepared.P0;
        T slope = T.Min(user.P3, T.FromDouble(1.5) * mu);
        prepared.P2 = user.P2;
        prepared.P3 = rootTwoThirds / (mu + mu);
        prepared.P4 = T.One / (T.One - slope / (T.FromDouble(3) * mu));
        prepared.P5 = -rootTwoThirds * slope;
        prepared.P6 = T.Select(user.P4 > T.FromDouble(0.5), T.One, T.Zero);
    }

    /// <inheritdoc/>
    public static void InitialHistory<T>(in LawParameters<T> prepared, out LawHistory<T> history)
        where T : unmanaged, IReal<T> => VonMises.InitialHistory(in prepared, out history);

    /// <inheritdoc/>
    public static void Return<T>(
        T mean, T norm, T squaredStretch, in LawParameters<T> prepared, ref LawHistory<T> history, T timeStep,
        out T returnedMean, out T keep)
        where T : unmanaged, IReal<T>
    {
        VonMises.Return(
            mean, norm, squaredStretch, in prepared, ref history, timeStep, out returnedMean, out keep);
        Mask<T> failed = history.H0 <= T.Zero;
        history.H0 = T.Select(failed, T.Zero, history.H0);
        // Without yield stress the whole deviator is gone, and of dust the volume too.
        keep = T.Select(failed, T.Zero, keep);
        returnedMean = T.Select(failed & prepared.P6 > T.Zero, T.Zero, mean);
    }
}
