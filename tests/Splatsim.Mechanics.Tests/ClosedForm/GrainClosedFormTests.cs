using Splatsim.Mathematics;
using static Splatsim.Mechanics.Tests.Planar;

namespace Splatsim.Mechanics.Tests;

/// <summary>Grains under pressure and shear: friction by inertial number and friction that hardens. F = s (simple shear) has pressure -3 K ln s.</summary>
public sealed class GrainClosedFormTests
{
    private const double E = 1e6, Nu = 0.3, Mu = E / (2 * (1 + Nu)), Lambda = E * Nu / ((1 + Nu) * (1 - 2 * Nu)), Bulk = Lambda + 2 * Mu / 3;
    private const double Slow = 0.4, Fast = 0.7, I0 = 0.3, Grain = 2e-3, Solid = 2600, Dt = 1e-4, Squeeze = 0.99;

    [Theory]
    [InlineData(0.02)]
    [InlineData(0.2)]
    public void GranularFlow_Sheared_MeetsItsFrictionLaw(double g)
    {
        double stress = Rheology(2 * Mu * Strain(g)), pressure = -3 * Bulk * Math.Log(Squeeze);
        Expect(Granular().Step(Shear(g, Squeeze), timeStep: Dt), E, OfShear(g, stress - pressure, -stress - pressure, -pressure));
    }

    [Fact]
    public void GranularFlow_Stretched_MeetsItsFrictionLaw()
    {
        // |dev tau|/sqrt(2) = sqrt(3) mu ln a in isochoric stretch; difference of stresses sqrt(3) times the shear stress.
        double q = Math.Sqrt(3) * Rheology(Math.Sqrt(3) * Mu * Math.Log(1.1)), pressure = -3 * Bulk * Math.Log(Squeeze);
        LawState state = Granular().Step(new Real64(Squeeze) * Isochoric(1.1), timeStep: Dt);
        Expect(state, E, 2 * q / 3 - pressure, -q / 3 - pressure, -q / 3 - pressure, 0, 0, 0);
    }

    [Fact]
    public void Grains_UniformlyStrained_PressOrPart()
    {
        foreach (LawStates law in (LawStates[])[Granular(), Hardening()])
        {
            double t = 3 * Bulk * Math.Log(Squeeze);
            Expect(law.Step(Ball(Squeeze), timeStep: Dt), E, t, t, t, 0, 0, 0);
            LawState apart = law.Step(Ball(1.1), timeStep: Dt);
            Expect(apart, E, 0, 0, 0, 0, 0, 0);
            Assert.Equal(3 * Math.Log(1.1), apart.History.H0.Value, 1e-12);
        }
    }

    [Theory]
    [InlineData(0.02, 0.0)]
    [InlineData(0.3, 0.0)]
    [InlineData(0.3, 12.0)]
    public void HardeningSand_Sheared_EndsOnTheConeOfItsNewAngle(double g, double before)
    {
        // |dev tau| = 3 alpha(phi(q')) p with q' = q + |dev e| - |dev e'|; log-strain deviator sqrt(2) asinh(g/2). By bisection.
        const double h0 = 0.6, h1 = 0.4, h2 = 0.3, h3 = 0.2;
        double pressure = -3 * Bulk * Math.Log(Squeeze), trial = Math.Sqrt(2) * Strain(g);
        double Allowed(double q)
        {
            double sine = Math.Sin(h0 + (h1 * q - h3) * Math.Exp(-h2 * q));
            return 3 * Math.Sqrt(2.0 / 3) * 2 * sine / (3 - sine) * pressure / (2 * Mu);
        }

        double norm = trial <= Allowed(before) ? trial : Bisect(n => n - Allowed(before + trial - n), 0, trial);
        double shear = 2 * Mu * norm / Math.Sqrt(2);
        LawState state = Hardening().Step(Shear(g, Squeeze), history: new() { H1 = before });
        Expect(state, E, OfShear(g, shear - pressure, -shear - pressure, -pressure));
        Assert.Equal(before + trial - norm, state.History.H1.Value, 1e-10);
    }

    // The shear stress at which the rate of plastic shear (trial - t)/(mu dt) asks for just that friction.
    private static double Rheology(double trial)
    {
        double pressure = -3 * Bulk * Math.Log(Squeeze);
        if (trial <= Slow * pressure) return trial;
        return Bisect(
            t =>
            {
                double inertia = (trial - t) / (Mu * Dt) * Grain / Math.Sqrt(pressure / Solid);
                return t - (Slow + (Fast - Slow) / (I0 / inertia + 1)) * pressure;
            },
            Slow * pressure, Math.Min(trial, Fast * pressure));
    }

    private static LawStates Granular() => new("granular-flow", new()
    {
        ["youngsModulus"] = E,
        ["poissonsRatio"] = Nu,
        ["staticFriction"] = Slow,
        ["dynamicFriction"] = Fast,
        ["inertialConstant"] = I0,
        ["grainDiameter"] = Grain,
        ["grainDensity"] = Solid,
    });

    private static LawStates Hardening() => new("drucker-prager-hardening", new()
    {
        ["youngsModulus"] = E,
        ["poissonsRatio"] = Nu,
        ["finalAngle"] = 0.6,
        ["hardeningRate"] = 0.4,
        ["decay"] = 0.3,
        ["initialDeficit"] = 0.2,
    });
}
