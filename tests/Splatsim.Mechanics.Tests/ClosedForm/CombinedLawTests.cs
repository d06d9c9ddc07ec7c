using Splatsim.Mathematics;
using static Splatsim.Mechanics.Tests.Planar;

namespace Splatsim.Mechanics.Tests;

/// <summary>Elastic energies with plastic flows, and the mixture of twelve: against the laws that they are made of, and by hand.</summary>
public sealed class CombinedLawTests
{
    private const double E = 1e6, Nu = 0.3, Mu = E / (2 * (1 + Nu)), Lambda = E * Nu / ((1 + Nu) * (1 - 2 * Nu)), Yield = 2e4, Phi = 0.5;

    private static readonly Dictionary<string, double> Elastic = new() { ["youngsModulus"] = E, ["poissonsRatio"] = Nu };

    private static readonly Dictionary<string, double> Metal = new(Elastic) { ["yieldStress"] = Yield };

    private static readonly Dictionary<string, double> Sand = new(Elastic) { ["frictionAngle"] = Phi };

    // Elasticity by elasticity, as the weights are ordered.
    private static LawStates[] Experts =>
    [
        new("fixed-corotated", Elastic), new("fixed-corotated-drucker-prager", Sand), new("fixed-corotated-von-mises", Metal), new("fixed-corotated-fluid", Elastic),
        new(LawEntry.OfPrincipal<Combined<NeoHookean, NoFlow>>(), Elastic), new("neo-hookean-drucker-prager", Sand), new("neo-hookean-von-mises", Metal), new("neo-hookean-fluid", Elastic),
        new("stvk-hencky", Elastic), new("drucker-prager", new(Sand) { ["volumeCorrection"] = 1 }), new("von-mises", Metal), new("stvk-hencky-fluid", Elastic),
    ];

    [Fact]
    public void Hencky_WithFlows_IsSandAndMetal()
    {
        LawStates metal = new(LawEntry.OfPrincipal<Combined<StvkHencky, VonMisesFlow>>(), Metal);
        LawStates sand = new(LawEntry.OfPrincipal<Combined<StvkHencky, DruckerPragerFlow>>(), Sand);
        foreach (Matrix3x3<Real64> f in Tensors.Random(50, 0.3, seed: 31))
        {
            Same(new LawStates("von-mises", Metal).Step(f), metal.Step(f));
            Same(new LawStates("drucker-prager", new(Sand) { ["volumeCorrection"] = 1 }).Step(f), sand.Step(f));
        }
    }

    [Fact]
    public void CorotatedMetal_OnEveryPath_HasTheCorotatedStressOfAYieldedStrain()
    {
        // Isochoric stretch: the returned log strain is (2, -1, -1)/3 of sigma_y/(2 mu): sigma_y/(3 mu) along the axis.
        LawStates law = new("fixed-corotated-von-mises", Metal);
        double s = Math.Exp(Yield / (3 * Mu)), side = 1 / Math.Sqrt(s), along = 2 * Mu * (s - 1) * s, across = 2 * Mu * (side - 1) * side;
        Expect(law.Step(Isochoric(1.2)), E, along, across, across, 0, 0, 0);
        // Shear: +-sigma_y/(2 mu sqrt 3) along the axes.
        double h = Yield / (2 * Mu * Math.Sqrt(3)), up = Math.Exp(h), down = Math.Exp(-h);
        Expect(law.Step(Shear(0.3)), E, OfShear(0.3, 2 * Mu * (up - 1) * up, 2 * Mu * (down - 1) * down, 0));
        double t = 2 * Mu * -0.1 * 0.9 + Lambda * 0.729 * (0.729 - 1);
        Expect(law.Step(Ball(0.9)), E, t, t, t, 0, 0, 0);
    }

    [Fact]
    public void Fluids_OnEveryPath_KeepTheirVolumeOnly()
    {
        // s = J^(1/3) on all axes.
        double s = Math.Cbrt(0.8), log = Math.Log(0.8);
        (string Key, double Stress)[] expected =
        [
            ("fixed-corotated-fluid", 2 * Mu * (s - 1) * s + Lambda * 0.8 * (0.8 - 1)),
            ("neo-hookean-fluid", Mu * (s * s - 1) + Lambda * log),
            ("stvk-hencky-fluid", (Lambda + 2 * Mu / 3) * log),
        ];
        foreach ((string key, double t) in expected)
        {
            LawStates law = new(key, Elastic);
            Expect(law.Step(Tensors.Diagonal(0.8, 1, 1)), E, t, t, t, 0, 0, 0);
            Expect(law.Step(Ball(s)), E, t, t, t, 0, 0, 0);
            Expect(law.Step(Shear(0.4)), E, 0, 0, 0, 0, 0, 0);
        }
    }

    [Fact]
    public void Mixture_OfOne_IsThatLaw()
    {
        LawStates[] experts = Experts;
        for (int i = 0; i < experts.Length; i++)
        {
            LawStates mixture = Mixed((i, 3));
            Assert.Equal(experts[i].Entry.WaveModulus(experts[i].User), mixture.Entry.WaveModulus(mixture.User), 1e-6);
            foreach (Matrix3x3<Real64> f in Tensors.Random(30, 0.3, seed: 37)) Same(experts[i].Step(f), mixture.Step(f));
        }
    }

    [Fact]
    public void Mixture_OfThree_HasTheirMeanStressAndStretch()
    {
        LawStates[] experts = Experts;
        LawStates mixture = Mixed((1, 1), (6, 2), (11, 5));
        foreach (Matrix3x3<Real64> f in Tensors.Random(30, 0.3, seed: 41))
        {
            LawState a = experts[1].Step(f), b = experts[6].Step(f), c = experts[11].Step(f), mixed = mixture.Step(f);
            double[] stress = Mean(Tensors.Array(a.Kirchhoff), Tensors.Array(b.Kirchhoff), Tensors.Array(c.Kirchhoff));
            Assert.True(Tensors.LargestDifference(Tensors.Array(mixed.Kirchhoff), stress) <= Tolerance * E);
            double[] deformation = Mean(Tensors.Array(a.F), Tensors.Array(b.F), Tensors.Array(c.F));
            Assert.True(Tensors.LargestDifference(Tensors.Array(mixed.F), deformation) <= Tolerance);
        }

        static double[] Mean(double[] a, double[] b, double[] c) => [.. a.Select((x, i) => (x + 2 * b[i] + 5 * c[i]) / 8)];
    }

    [Fact]
    public void Mixture_OfNothing_IsRefused() =>
        Assert.Equal("corotatedElastic", Assert.Throws<LawParameterException>(() => Mixed().User).Key);

    private static LawStates Mixed(params (int Expert, double Weight)[] weights)
    {
        Dictionary<string, double> values = new(Metal) { ["frictionAngle"] = Phi, ["corotatedElastic"] = 0 };
        IReadOnlyList<LawParameter> parameters = Laws.Find("mixture").Description.Parameters;
        foreach ((int expert, double weight) in weights) values[parameters[Mixture.FirstWeight + expert].Key] = weight;
        return new LawStates("mixture", values);
    }

    private static void Same(LawState expected, LawState actual)
    {
        Assert.True(Tensors.LargestDifference(Tensors.Array(actual.Kirchhoff), Tensors.Array(expected.Kirchhoff)) <= Tolerance * E);
        Assert.True(Tensors.LargestDifference(Tensors.Array(actual.F), Tensors.Array(expected.F)) <= Tolerance);
    }

    // Elasticity alone, to have neo-Hookean in principal stretches.
    private readonly struct NoFlow : IPlasticFlow
    {
        public static string Name => "elastic";

        public static string Summary => "that only springs back";

        public static IReadOnlyList<LawParameter> Parameters => [];

        public static void Prepare<T>(in LawParameters<T> user, ref LawParameters<T> prepared)
            where T : unmanaged, IReal<T>
        {
        }

        public static void Return<T>(T mean, T norm, in LawParameters<T> prepared, out T returnedMean, out T keep)
            where T : unmanaged, IReal<T> => (returnedMean, keep) = (mean, T.One);

        public static double WaveModulus(in LawParameters<Real64> user) => Lame.WaveModulus(user.P0.Value, user.P1.Value);
    }
}
