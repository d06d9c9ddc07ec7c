using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>
/// Bingham and Herschel-Bulkley matter (foam, paste, mud): flows above a yield stress at a rate that the overstress sets,
/// rate = (z / eta)^(1/k).
/// </summary>
/// <remarks>
/// Yue et al. 2015, "Continuum foam: a material point method for shear-dependent flows": the overstress z of the
/// step's end solves z + 2 mu_hat dt (z/eta)^(1/k) = y, implicit in dt and therefore stable for any viscosity.
/// Prepared: mu, lambda, sqrt(2/3) sigma_y, ln eta, 1/k, 1 where mu_hat is that of the trial state.
/// </remarks>
public readonly struct Viscoplastic : ILogarithmicLaw
{
    // Below it the flow is von Mises's; keeps ln eta finite.
    private const double SmallestViscosity = 1e-25;

    /// <inheritdoc/>
    public static LawDescription Description { get; } = new(
        "viscoplastic",
        "Foam, paste, clay and mud: elastic up to a yield stress, above it a slow flow (Bingham, Herschel-Bulkley).",
        "Yue et al. 2015, Continuum foam: z + 2 mu_hat dt (z/eta)^(1/k) = |dev tau| - sqrt(2/3) sigma_y",
        [
            LawParameter.YoungsModulus,
            LawParameter.PoissonsRatio,
            new("yieldStress", "Pa", 1e3, 0, 1e11, "Uniaxial yield stress sigma_y.")
            {
                Role = LawParameterRole.Strength,
            },
            new("plasticViscosity", "Pa s^k", 20, 0, 1e12, "Viscosity eta of the overstress; 0 is von Mises."),
            new("flowExponent", "1", 1, 0.2, 3, "k: 1 is Bingham, below 1 thins, above 1 thickens under shear."),
            LawParameter.Option(
                "shearModulus", "State whose shear modulus relaxes the stress: mu tr(b)/3 of the trial state, or mu.",
                "trial", "rest"),
        ],
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
        prepared.P2 = T.FromDouble(Math.Sqrt(2.0 / 3.0)) * user.P2;
        prepared.P3 = T.Log(T.Max(user.P3, T.FromDouble(SmallestViscosity)));
        prepared.P4 = T.One / user.P4;
        prepared.P5 = T.Select(user.P5 > T.FromDouble(0.5), T.Zero, T.One);
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
        T twoMu = prepared.P0 + prepared.P0;
        T excess = T.FusedMultiplyAdd(twoMu, norm, -prepared.P2);
        Mask<T> flows = excess > T.Zero;
        returnedMean = mean;
        keep = T.One;
        if (!T.Any(flows)) return;
        T trial = T.FromDouble(1.0 / 3.0) * squaredStretch - T.One;
        T relaxation = twoMu * timeStep * T.FusedMultiplyAdd(prepared.P5, trial, T.One);
        T overstress = Overstress(T.Select(flows, excess, T.One), relaxation, prepared.P3, prepared.P4);
        keep = T.Select(flows, (prepared.P2 + overstress) / (twoMu * T.Select(flows, norm, T.One)), keep);
    }

    // z of z + a (z/eta)^p = y. With z = y e^w and B = (a/y)(y/eta)^p it reads ln(e^w + B e^(p w)) = 0, whose slope lies
    // between 1 and p: Newton from the larger of its two asymptotes, w = min(0, -ln B / p), starts within ln 2 of the root
    // and has converged after the fixed number of steps for every B. For p = 1 the first step is exact. Differentiated
    // with duals, the last step leaves dw = -dh/h': the implicit derivative, whatever the steps before it left.
    private static T Overstress<T>(T excess, T relaxation, T logViscosity, T exponent)
        where T : unmanaged, IReal<T>
    {
        T logExcess = T.Log(excess);
        T logB = T.Log(T.Max(relaxation, T.FromDouble(1e-30))) - logExcess + exponent * (logExcess - logViscosity);
        T w = T.Min(T.Zero, -logB / exponent);
        int steps = T.Epsilon < 1e-10 ? 6 : 4;
        for (int step = 0; step < steps; step++)
        {
            T elastic = T.Exp(w);
            T viscous = T.Exp(T.FusedMultiplyAdd(exponent, w, logB));
            T sum = elastic + viscous;
            w -= T.Log(sum) * sum / T.FusedMultiplyAdd(exponent, viscous, elastic);
        }

        return excess * T.Exp(w);
    }
}
