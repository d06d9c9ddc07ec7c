using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>
/// A mixture of twelve laws, {corotated, neo-Hookean, Hencky} x {elastic, sand, metal, fluid}, by weights: stress and returned stretches are
/// the weighted means of theirs. One weight of 1 is that law itself; several are what an optimiser moves through.
/// </summary>
/// <remarks>
/// The experts of Lin et al. 2025, "OmniPhysGS": each returns the trial state by its own flow and has the stress of its own returned state. A true mixture is no
/// projection, and its stress is that of no energy. Prepared: mu, lambda, slope of the cone, radius of yield, and the weights, elasticity by elasticity,
/// with sum 1.
/// </remarks>
public readonly struct Mixture : IIsotropicLaw
{
    /// <inheritdoc/>
    public static LawDescription Description { get; } = new(
        "mixture",
        "Twelve laws at once, by weights: for materials that are being searched for.",
        "Lin et al. 2025, OmniPhysGS: 3D constitutive Gaussians for general physics-based dynamics generation (ensemble of 12 experts)",
        [
            LawParameter.YoungsModulus,
            LawParameter.PoissonsRatio,
            FrictionCone.FrictionAngle with { Summary = "Friction angle phi of the sand." },
            new("yieldStress", "Pa", 2e3, 0, 1e11, "Uniaxial yield stress sigma_y of the metal.")
            {
                Role = LawParameterRole.Strength,
            },
            Share("corotatedElastic", 1),
            Share("corotatedSand", 0),
            Share("corotatedMetal", 0),
            Share("corotatedFluid", 0),
            Share("neoHookeanElastic", 0),
            Share("neoHookeanSand", 0),
            Share("neoHookeanMetal", 0),
            Share("neoHookeanFluid", 0),
            Share("henckyElastic", 0),
            Share("henckySand", 0),
            Share("henckyMetal", 0),
            Share("henckyFluid", 0),
        ],
        [])
    {
        Rule = values => values.Skip(FirstWeight).Take(WeightCount).Sum() > 0
            ? null : ("corotatedElastic", "all weights are 0; give at least one law a weight"),
    };

    /// <summary>Position of the first weight among the parameters, and among the prepared coefficients.</summary>
    public const int FirstWeight = 4;

    /// <summary>Number of laws in it.</summary>
    public const int WeightCount = 12;

    /// <inheritdoc/>
    public static bool NeedsPositiveStretch => true;

    /// <inheritdoc/>
    public static void Prepare<T>(in LawParameters<T> user, out LawParameters<T> prepared)
        where T : unmanaged, IReal<T>
    {
        prepared = default;
        Lame.FromYoung(user.P0, user.P1, out prepared.P0, out prepared.P1);
        Sines.Of(user.P2, out T sine, out _);
        prepared.P2 = FrictionCone.Alpha(sine, T.Zero) * FrictionCone.Stiffness(prepared.P0, prepared.P1);
        prepared.P3 = T.FromDouble(Math.Sqrt(2.0 / 3.0)) * user.P3 / (prepared.P0 + prepared.P0);
        T sum = user.P4 + user.P5 + user.P6 + user.P7 + user.P8 + user.P9
            + user.P10 + user.P11 + user.P12 + user.P13 + user.P14 + user.P15;
        T scale = T.One / sum;
        prepared.P4 = scale * user.P4;
        prepared.P5 = scale * user.P5;
        prepared.P6 = scale * user.P6;
        prepared.P7 = scale * user.P7;
        prepared.P8 = scale * user.P8;
        prepared.P9 = scale * user.P9;
        prepared.P10 = scale * user.P10;
        prepared.P11 = scale * user.P11;
        prepared.P12 = scale * user.P12;
        prepared.P13 = scale * user.P13;
        prepared.P14 = scale * user.P14;
        prepared.P15 = scale * user.P15;
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
        returned = default;
        kirchhoff = default;
        Vector3<T> strain = Hencky.Compose(mean, in deviator, T.One);
        AddFlow(in stretch, in strain, prepared.P4, prepared.P8, prepared.P12, in prepared, ref returned, ref kirchhoff);

        FrictionCone.Return(mean, norm, prepared.P2, T.Zero, out T returnedMean, out T keep);
        strain = Hencky.Compose(returnedMean, in deviator, keep);
        Hencky.Project(keep < T.One, in strain, in stretch, out Vector3<T> flowed);
        AddFlow(in flowed, in strain, prepared.P5, prepared.P9, prepared.P13, in prepared, ref returned, ref kirchhoff);

        Mask<T> yields = norm > prepared.P3;
        strain = Hencky.Compose(mean, in deviator, T.Select(yields, prepared.P3, T.One) / T.Select(yields, norm, T.One));
        Hencky.Project(yields, in strain, in stretch, out flowed);
        AddFlow(in flowed, in strain, prepared.P6, prepared.P10, prepared.P14, in prepared, ref returned, ref kirchhoff);

        T side = T.Exp(mean);
        flowed = new(side, side, side);
        strain = new(mean, mean, mean);
        AddFlow(in flowed, in strain, prepared.P7, prepared.P11, prepared.P15, in prepared, ref returned, ref kirchhoff);
    }

    /// <inheritdoc/>
    public static T PrincipalEnergy<T>(in Vector3<T> stretch, in LawParameters<T> prepared, in LawHistory<T> history)
        where T : unmanaged, IReal<T>
    {
        T corotated = prepared.P4 + prepared.P5 + prepared.P6 + prepared.P7;
        T neoHookean = prepared.P8 + prepared.P9 + prepared.P10 + prepared.P11;
        T hencky = prepared.P12 + prepared.P13 + prepared.P14 + prepared.P15;
        return corotated * FixedCorotated.Energy(prepared.P0, prepared.P1, in stretch)
            + neoHookean * NeoHookean.Energy(prepared.P0, prepared.P1, in stretch)
            + hencky * StvkHencky.Energy(prepared.P0, prepared.P1, in stretch);
    }

    /// <inheritdoc/>
    public static double WaveModulus(in LawParameters<Real64> user)
    {
        double[] weights = LawNumbers.ToArray(in user)[FirstWeight..];
        double fluid = (weights[3] + weights[7] + weights[11]) / weights.Sum();
        double bulk = user.P0.Value / (3 * (1 - 2 * user.P1.Value));
        return fluid * bulk + (1 - fluid) * Lame.WaveModulus(user.P0.Value, user.P1.Value);
    }

    // One flow's returned stretches under the three elasticities. A call of its own: four of them are more than the compiler inlines.
    private static void AddFlow<T>(
        in Vector3<T> stretch, in Vector3<T> strain, T corotated, T neoHookean, T hencky, in LawParameters<T> prepared,
        ref Vector3<T> returned, ref Vector3<T> kirchhoff)
        where T : unmanaged, IReal<T>
    {
        T mu = prepared.P0, lambda = prepared.P1;
        returned += (corotated + neoHookean + hencky) * stretch;
        FixedCorotated.Stress(mu, lambda, in stretch, in strain, out Vector3<T> stress);
        kirchhoff += corotated * stress;
        NeoHookean.Stress(mu, lambda, in stretch, in strain, out stress);
        kirchhoff += neoHookean * stress;
        StvkHencky.Stress(mu, lambda, in stretch, in strain, out stress);
        kirchhoff += hencky * stress;
    }

    private static LawParameter Share(string key, double value) =>
        new(key, "1", value, 0, 1e6, "Weight of this law; only ratios count.") { Role = LawParameterRole.Weight };
}
