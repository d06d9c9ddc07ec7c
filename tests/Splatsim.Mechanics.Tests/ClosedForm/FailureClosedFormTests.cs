using Splatsim.Mathematics;
using static Splatsim.Mechanics.Tests.Planar;

namespace Splatsim.Mechanics.Tests;

/// <summary>Matter that breaks, weakens or packs: brittle, damaged metal, snow, Cam-clay. Closed forms in each test.</summary>
public sealed class FailureClosedFormTests
{
    private const double E = 1e6, Nu = 0.3, Mu = E / (2 * (1 + Nu)), Lambda = E * Nu / ((1 + Nu) * (1 - 2 * Nu)), Bulk = Lambda + 2 * Mu / 3;

    [Fact]
    public void Brittle_OnEveryPath_OpensAsItsTensionAllows()
    {
        const double strength = 5e3, crack = 0.1, h = strength / crack;
        LawStates law = Law("brittle", ("tensileStrength", strength), ("crackStrain", crack));
        // Uniaxial strain: one axis opens by G = (tau - sigma)/(lambda + 2 mu - H); the others lose lambda G.
        double a = 1.01, strain = Math.Log(a), opening = ((Lambda + 2 * Mu) * strain - strength) / (Lambda + 2 * Mu - h);
        double side = Lambda * (strain - opening);
        LawState state = law.Step(Tensors.Diagonal(a, 1, 1));
        Expect(state, E, strength - h * opening, side, side, 0, 0, 0);
        Assert.Equal(strength - h * opening, state.History.H0.Value, 1e-10 * E);
        // Shear: the stretched axis opens alone.
        double g = 0.03, shear = 2 * Mu * Strain(g);
        opening = (shear - strength) / (Lambda + 2 * Mu - h);
        Expect(law.Step(Shear(g)), E, OfShear(g, strength - h * opening, -shear - Lambda * opening, -Lambda * opening));
        // Uniform stretch: all three open by a third of G = 3 (tau - sigma)/(2 mu + 3 (lambda - H)).
        a = 1.005;
        opening = 3 * (3 * Bulk * Math.Log(a) - strength) / (2 * Mu + 3 * (Lambda - h));
        double t = strength - h * opening;
        Expect(law.Step(Ball(a)), E, t, t, t, 0, 0, 0);
    }

    [Fact]
    public void Brittle_Broken_CarriesPressureAndNoTension()
    {
        LawStates law = Law("brittle", ("tensileStrength", 5e3), ("crackStrain", 0.1));
        LawState broken = law.Step(Ball(1.5));
        Expect(broken, E, 0, 0, 0, 0, 0, 0);
        Assert.Equal(0, broken.History.H0.Value);
        Expect(law.Step(Ball(1.01), history: broken.History), E, 0, 0, 0, 0, 0, 0);
        double t = 3 * Bulk * Math.Log(0.95);
        Expect(law.Step(Ball(0.95), history: broken.History), E, t, t, t, 0, 0, 0);
    }

    [Fact]
    public void Brittle_Squeezed_CrushesAtItsCompressiveStrength()
    {
        const double crush = 4e4;
        LawState state = Law("brittle", ("tensileStrength", 1e8), ("compressiveStrength", crush)).Step(Isochoric(0.8));
        Expect(state, E, -2 * crush / 3, crush / 3, crush / 3, 0, 0, 0);
    }

    [Fact]
    public void VonMisesDamage_OnEveryPath_SoftensAndFails()
    {
        const double yield = 2e4, slope = 1e5;
        LawStates law = Law("von-mises-damage", ("yieldStress", yield), ("softeningModulus", slope));
        // One-dimensional: plastic strain (3 mu ln a - sigma)/(3 mu - S).
        double trial = 3 * Mu * Math.Log(1.1), q = yield - slope * (trial - yield) / (3 * Mu - slope);
        Expect(law.Step(Isochoric(1.1)), E, 2 * q / 3, -q / 3, -q / 3, 0, 0, 0);
        // Shear: |dev| = sqrt(2) 2 mu h, the uniaxial measure is sqrt(3/2) of it.
        double measure = Math.Sqrt(3) * 2 * Mu * Strain(0.1), left = yield - slope * (measure - yield) / (3 * Mu - slope);
        double shear = left / Math.Sqrt(3);
        Expect(law.Step(Shear(0.1)), E, OfShear(0.1, shear, -shear, 0));
        double t = 3 * Bulk * Math.Log(0.9);
        Expect(law.Step(Ball(0.9)), E, t, t, t, 0, 0, 0);
        // Far beyond: only the pressure stays, or nothing.
        Matrix3x3<Real64> torn = Tensors.Diagonal(2, 0.5, 0.9);
        t = Bulk * Math.Log(0.9);
        Expect(law.Step(torn), E, t, t, t, 0, 0, 0);
        LawState dust = Law("von-mises-damage", ("yieldStress", yield), ("softeningModulus", slope), ("afterFailure", 1)).Step(torn);
        Expect(dust, E, 0, 0, 0, 0, 0, 0);
        Assert.Equal(0, dust.History.H0.Value);
    }

    [Fact]
    public void Snow_OnEveryPath_ClampsAndHardens()
    {
        const double squeeze = 0.03, stretch = 0.01, xi = 8;
        LawStates law = Law(
            "snow", ("criticalCompression", squeeze), ("criticalStretch", stretch), ("hardeningCoefficient", xi), ("hardeningMax", 20));
        // Squeezed to a: s' = 1 - theta_c, J_p = a/s', h = exp(xi (1 - J_p)).
        double s = 1 - squeeze, h = Math.Exp(xi * (1 - 0.9 / s)), volumetric = h * Lambda * s * (s - 1);
        Expect(law.Step(Tensors.Diagonal(0.9, 1, 1)), 20 * E, h * 2 * Mu * (s - 1) * s + volumetric, volumetric, volumetric, 0, 0, 0);
        // Drawn in all directions: (1.05/s')^3.
        s = 1 + stretch;
        h = Math.Exp(xi * (1 - Math.Pow(1.05 / s, 3)));
        double t = h * (2 * Mu * (s - 1) * s + Lambda * s * s * s * (s * s * s - 1));
        Expect(law.Step(Ball(1.05)), 20 * E, t, t, t, 0, 0, 0);
        // Sheared: stretches e^+-asinh(g/2) are both clamped.
        double low = 1 - squeeze, kept = s * low;
        h = Math.Exp(xi * (1 - 1 / kept));
        volumetric = h * Lambda * kept * (kept - 1);
        Expect(
            law.Step(Shear(0.2)), 20 * E,
            OfShear(0.2, h * 2 * Mu * (s - 1) * s + volumetric, h * 2 * Mu * (low - 1) * low + volumetric, volumetric));
    }

    [Theory]
    [InlineData(0.97)]
    [InlineData(1.04)]
    public void CamClay_UniformlyStrained_EndsAtACapOfItsHardenedEllipse(double a)
    {
        // alpha' = alpha + ln(J/J') with p' = p0(alpha') or -beta p0(alpha'), J' = sqrt(1 - 2 p'/K), by bisection.
        const double beta = 0.4, xi = 3, alpha = -0.01;
        LawStates law = Clay(beta, xi, alpha);
        double side = a < 1 ? 1 : -beta, j = a * a * a;
        double end = Bisect(x => x - alpha - Math.Log(j / Math.Sqrt(1 - 2 * side * Strength(xi, x) / Bulk)), alpha - 0.1, alpha + 1);
        double t = -side * Strength(xi, end);
        LawState state = law.Step(Ball(a));
        Expect(state, E, t, t, t, 0, 0, 0);
        Assert.Equal(end, state.History.H0.Value, 1e-10);
    }

    [Fact]
    public void CamClay_Sheared_KeepsItsVolumeAndEndsOnTheHardenedEllipse()
    {
        // p = 0: q'^2 (1 + 2 beta) = M^2 beta p0'^2. The line from (0, q) to the centre crosses the ellipse at p_x, and
        // alpha' = alpha - ln(1 - 2 p_x/K)/2.
        const double beta = 0.4, xi = 3, alpha = -0.01, slope = 1.2, g = 0.2;
        LawStates law = Clay(beta, xi, alpha, slope);
        double square = 1.5 * Mu * Mu * (4 * g * g / 9 * g * g + 2 * g * g * g * g / 9 + 2 * g * g);
        double end = Bisect(
            x =>
            {
                double p0 = Strength(xi, x), centre = (1 - beta) * p0 / 2, radius = (1 + beta) * p0 / 2;
                double reach = slope * radius / Math.Sqrt((1 + 2 * beta) * square + slope * slope * centre * centre);
                return x - alpha + 0.5 * Math.Log(1 - 2 * centre * (1 - reach) / Bulk);
            },
            alpha - 1, alpha + 1);
        LawState state = law.Step(Shear(g));
        double expected = slope * Strength(xi, end) * Math.Sqrt(beta / (1 + 2 * beta));
        double[] tau = Tensors.Array(state.Kirchhoff);
        double q = Math.Sqrt(1.5 * tau.Sum(t => t * t));
        Assert.Equal(expected, q, 1e-10 * E);
        Assert.Equal(0, tau[0] + tau[4] + tau[8], 1e-10 * E);
        Assert.Equal(1, state.F.Determinant.Value, 1e-10);
        Assert.Equal(end, state.History.H0.Value, 1e-10);
    }

    [Fact]
    public void CamClay_InsideItsEllipse_IsNeoHookean()
    {
        LawStates law = Clay(0.4, 3, -0.5), elastic = Law("neo-hookean-split");
        Matrix3x3<Real64> f = Tensors.Diagonal(0.98, 1.01, 0.99);
        LawState state = law.Step(f);
        Assert.True(Tensors.LargestDifference(Tensors.Array(state.Kirchhoff), Tensors.Array(elastic.Step(f).Kirchhoff)) <= 1e-10 * E);
        Assert.Equal(Tensors.Array(f), Tensors.Array(state.F));
    }

    private static double Strength(double xi, double alpha) => Bulk * (1e-5 + Math.Sinh(xi * Math.Max(-alpha, 0)));

    private static LawStates Clay(double beta, double xi, double alpha, double slope = 1.85) => Law(
        "cam-clay", ("cohesionRatio", beta), ("hardeningFactor", xi), ("initialHardening", alpha), ("frictionSlope", slope));

    private static LawStates Law(string key, params (string Key, double Value)[] more)
    {
        Dictionary<string, double> values = new() { ["youngsModulus"] = E, ["poissonsRatio"] = Nu };
        foreach ((string name, double value) in more) values[name] = value;
        return new LawStates(key, values);
    }
}
