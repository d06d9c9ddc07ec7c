using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>
/// Metal: Hencky elasticity that yields where the deviator of log strain is longer than r = sqrt(2/3) sigma_y / (2 mu).
/// </summary>
/// <remarks>
/// Simo 1992; de Souza Neto, Peric, Owen 2008, "Computational Methods for Plasticity", ch. 7
/// (radial return) and ch. 14 (in log strain). The yield stress is the
/// uniaxial one. Linear hardening returns to the <em>new</em> surface; the explicit variant returns to the old one and
/// then moves it, so that |dev tau| at yield grows by 2 mu xi per unit of flow (PhysGaussian's rule).
/// Prepared: mu, lambda, initial yield stress, r per yield stress, flow per overstrain, yield stress gained per flow.
/// </remarks>
public readonly struct VonMises : ILogarithmicLaw
{
    /// <inheritdoc/>
    public static LawDescription Description { get; } = new(
        "von-mises",
        "Metal and plastic: elastic until it yields, then keeps its new shape; may harden.",
        "de Souza Neto, Peric, Owen 2008, Computational Methods for Plasticity, ch. 7 and 14; Simo 1992",
        [
            LawParameter.YoungsModulus,
            LawParameter.PoissonsRatio,
            new("yieldStress", "Pa", 2e3, 0, 1e11, "Uniaxial yield stress sigma_y.")
            {
                Role = LawParameterRole.Strength,
            },
            LawParameter.Option(
                "hardening", "How the yield stress grows with flow.", "none", "linear", "explicit"),
            new("hardeningModulus", "Pa", 0, 0, 1e12, "H of linear hardening: slope of stress over plastic strain.")
            {
                Role = LawParameterRole.Stiffness,
            },
            new("hardeningFactor", "1", 0, 0, 1e3, "xi of explicit hardening: growth of |dev tau| is 2 mu xi per flow."),
        ],
        [new("yieldStress", "Pa", "Present uniaxial yield stress; starts at the parameter.")]);

    /// <inheritdoc/>
    public static void Prepare<T>(in LawParameters<T> user, out LawParameters<T> prepared)
        where T : unmanaged, IReal<T>
    {
        prepared = default;
        Lame.FromYoung(user.P0, user.P1, out T mu, out T lambda);
        T rootTwoThirds = T.FromDouble(Math.Sqrt(2.0 / 3.0));
        Mask<T> isExplicit = user.P3 > T.FromDouble(1.5);
        Mask<T> isLinear = user.P3 > T.FromDouble(0.5) & !isExplicit;
        T modulus = T.Select(isLinear, user.P4, T.Zero);
        T factor = T.Select(isExplicit, user.P5, T.Zero);
        prepared.P0 = mu;
        prepared.P1 = lambda;
        prepared.P2 = user.P2;
        prepared.P3 = rootTwoThirds / (mu + mu);
        prepared.P4 = T.One / (T.One + modulus / (T.FromDouble(3) * mu));
        prepared.P5 = rootTwoThirds * modulus + T.FromDouble(2 * Math.Sqrt(1.5)) * mu * factor;
    }

    /// <inheritdoc/>
    public static void InitialHistory<T>(in LawParameters<T> prepared, out LawHistory<T> history)
        where T : unmanaged, IReal<T>
    {
        history = default;
        history.H0 = prepared.P2;
    }

    /// <inheritdoc/>
    public static void Return<T>(
        T mean, T norm, T squaredStretch, in LawParameters<T> prepared, ref LawHistory<T> history, T timeStep,
        out T returnedMean, out T keep)
        where T : unmanaged, IReal<T>
    {
        T overstrain = norm - prepared.P3 * history.H0;
        Mask<T> flows = overstrain > T.Zero;
        T flow = T.Select(flows, prepared.P4 * overstrain, T.Zero);
        keep = T.One - flow / T.Select(flows, norm, T.One);
        history.H0 = T.FusedMultiplyAdd(prepared.P5, flow, history.H0);
        returnedMean = mean;
    }
}
