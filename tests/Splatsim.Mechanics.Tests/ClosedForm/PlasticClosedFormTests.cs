using Splatsim.Mathematics;

namespace Splatsim.Mechanics.Tests;

/// <summary>
/// Metal, foam and their limits on single particles. Isochoric uniaxial strain F = diag(a, a^-1/2, a^-1/2) has an elastic
/// stress difference q = 3 mu ln a, which makes every return a line of algebra.
/// </summary>
public sealed class PlasticClosedFormTests
{
    // Relative to the stress at hand: acceptance value of the mechanics reference.
    private const double Tolerance = 1e-10;
    private const double E = 1e6, Nu = 0.3, Mu = E / (2 * (1 + Nu)), Yield = 2e4, Stretch = 1.2, TimeStep = 1e-3;

    private static Matrix3x3<Real64> Uniaxial => Tensors.Diagonal(Stretch, 1 / Math.Sqrt(Stretch), 1 / Math.Sqrt(Stretch));

    private static double TrialDifference => 3 * Mu * Math.Log(Stretch);

    [Fact]
    public void VonMises_UniaxialStrain_HoldsTheUniaxialYieldStress() =>
        Near(Yield, Difference(Metal().Step(Uniaxial)));

    [Fact]
    public void VonMises_BelowYield_IsElastic()
    {
        LawState state = Metal(yield: 1e9).Step(Uniaxial);
        Near(TrialDifference, Difference(state));
        Assert.Equal(Tensors.Array(Uniaxial), Tensors.Array(state.F));
    }

    [Fact]
    public void VonMises_LinearHardening_EndsOnTheNewSurface()
    {
        // One-dimensional plasticity: plastic strain (3 mu ln a - sigma_y)/(3 mu + H), stress sigma_y + H times it.
        const double hardening = 3e5;
        double expected = Yield + hardening * (TrialDifference - Yield) / (3 * Mu + hardening);
        LawState state = Metal(("hardening", 1), ("hardeningModulus", hardening)).Step(Uniaxial);
        Near(expected, Difference(state));
        Near(expected, state.History.H0.Value);
    }

    [Fact]
    public void VonMises_ExplicitHardening_GrowsTheDeviatorByTwoMuXiPerFlow()
    {
        const double xi = 0.25;
        LawState state = Metal(("hardening", 2), ("hardeningFactor", xi)).Step(Uniaxial);
        Near(Yield, Difference(state));
        double flow = (TrialDifference - Yield) * Math.Sqrt(2.0 / 3.0) / (2 * Mu);
        // |dev tau| at yield is sqrt(2/3) times the uniaxial yield stress.
        Near(Math.Sqrt(2.0 / 3.0) * Yield + 2 * Mu * xi * flow, Math.Sqrt(2.0 / 3.0) * state.History.H0.Value);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(-2.0)]
    public void VonMises_SimpleShear_HoldsTheDeviator(double gamma)
    {
        LawState state = Metal().Step(Tensors.Matrix([1, gamma, 0, 0, 1, 0, 0, 0, 1]));
        Near(Math.Sqrt(2.0 / 3.0) * Yield, DeviatorNorm(state.Kirchhoff));
        Assert.Equal(1, state.F.Determinant.Value, Tolerance);
    }

    [Fact]
    public void Viscoplastic_Bingham_RelaxesByTheClosedForm()
    {
        const double eta = 300;
        double excess = Math.Sqrt(2.0 / 3.0) * (TrialDifference - Yield);
        double expected = excess * eta / (eta + 2 * Mu * TimeStep);
        Near(expected, Overstress(Foam(eta, 1, "rest").Step(Uniaxial, timeStep: TimeStep)));
    }

    [Fact]
    public void Viscoplastic_TrialShearModulus_ScalesByTheTrialStretch()
    {
        const double eta = 300;
        double excess = Math.Sqrt(2.0 / 3.0) * (TrialDifference - Yield);
        double hat = Mu * (Stretch * Stretch + 2 / Stretch) / 3;
        double expected = excess * eta / (eta + 2 * hat * TimeStep);
        Near(expected, Overstress(Foam(eta, 1, "trial").Step(Uniaxial, timeStep: TimeStep)));
    }

    [Theory]
    [InlineData(0.5, 10)]
    [InlineData(0.5, 1e4)]
    [InlineData(0.5, 1e-3)]
    [InlineData(2.0, 10)]
    [InlineData(2.0, 1e4)]
    [InlineData(2.0, 1e-3)]
    public void Viscoplastic_HerschelBulkley_SolvesTheQuadratics(double k, double eta)
    {
        // k = 1/2: z + A (z/eta)^2 = y, quadratic in z; k = 2: z + A sqrt(z/eta) = y, quadratic in sqrt z. The roots are
        // written without differences of close numbers.
        double y = Math.Sqrt(2.0 / 3.0) * (TrialDifference - Yield), a = 2 * Mu * TimeStep;
        double expected = k < 1
            ? 2 * y / (1 + Math.Sqrt(1 + 4 * a * y / (eta * eta)))
            : Math.Pow(2 * y / (a / Math.Sqrt(eta) + Math.Sqrt(a * a / eta + 4 * y)), 2);
        Near(expected, Overstress(Foam(eta, k, "rest").Step(Uniaxial, timeStep: TimeStep)), scale: y);
    }

    [Fact]
    public void Viscoplastic_WithoutViscosity_IsVonMises()
    {
        LawState metal = Metal().Step(Uniaxial), foam = Foam(0, 1, "trial").Step(Uniaxial, timeStep: TimeStep);
        Assert.True(Tensors.LargestDifference(Tensors.Array(foam.F), Tensors.Array(metal.F)) <= Tolerance);
        Assert.True(
            Tensors.LargestDifference(Tensors.Array(foam.Kirchhoff), Tensors.Array(metal.Kirchhoff)) <= Tolerance * E);
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(0.5)]
    public void Viscoplastic_WithInfiniteViscosity_IsElastic(double k)
    {
        // The largest viscosity that is accepted moves the strain by 2 mu dt / eta of itself: 1e-9.
        LawState foam = Foam(1e12, k, "trial").Step(Uniaxial, timeStep: TimeStep);
        Assert.Equal(TrialDifference, Difference(foam), 2e-9 * E);
    }

    [Fact]
    public void Viscoplastic_ManySteps_RelaxTowardsTheYieldStress()
    {
        const double eta = 300;
        LawStates law = Foam(eta, 1, "rest");
        Matrix3x3<Real64> f = Uniaxial;
        double expected = Math.Sqrt(2.0 / 3.0) * (TrialDifference - Yield);
        for (int step = 0; step < 20; step++)
        {
            LawState state = law.Step(f, timeStep: TimeStep);
            f = state.F;
            expected /= 1 + 2 * Mu * TimeStep / eta;
            Near(expected, Overstress(state), scale: Yield);
        }
    }

    private static LawStates Metal(params (string Key, double Value)[] more) => Metal(Yield, more);

    private static LawStates Metal(double yield, params (string Key, double Value)[] more)
    {
        Dictionary<string, double> values = new() { ["youngsModulus"] = E, ["poissonsRatio"] = Nu, ["yieldStress"] = yield };
        foreach ((string key, double value) in more) values[key] = value;
        return new LawStates("von-mises", values);
    }

    private static LawStates Foam(double eta, double k, string shearModulus) => new("viscoplastic", new()
    {
        ["youngsModulus"] = E,
        ["poissonsRatio"] = Nu,
        ["yieldStress"] = Yield,
        ["plasticViscosity"] = eta,
        ["flowExponent"] = k,
        ["shearModulus"] = shearModulus == "rest" ? 1 : 0,
    });

    private static double Difference(LawState state) => (state.Kirchhoff.XX - state.Kirchhoff.YY).Value;

    // |dev tau| - sqrt(2/3) sigma_y of a uniaxial state, where |dev tau| = sqrt(2/3) (tau_x - tau_y).
    private static double Overstress(LawState state) => Math.Sqrt(2.0 / 3.0) * (Difference(state) - Yield);

    private static double DeviatorNorm(in SymmetricMatrix3x3<Real64> t)
    {
        double mean = t.Trace.Value / 3, x = t.XX.Value - mean, y = t.YY.Value - mean, z = t.ZZ.Value - mean;
        double shear = t.XY.Value * t.XY.Value + t.XZ.Value * t.XZ.Value + t.YZ.Value * t.YZ.Value;
        return Math.Sqrt(x * x + y * y + z * z + 2 * shear);
    }

    private static void Near(double expected, double actual, double scale = 0) =>
        Assert.Equal(expected, actual, Tolerance * Math.Max(Math.Abs(expected), scale));
}
