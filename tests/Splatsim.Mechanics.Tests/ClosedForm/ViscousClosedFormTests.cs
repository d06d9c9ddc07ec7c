using Splatsim.Mathematics;
using static Splatsim.Mechanics.Tests.Planar;

namespace Splatsim.Mechanics.Tests;

/// <summary>Laws with a rate, on single particles: implicit decays and viscous stress by hand.</summary>
public sealed class ViscousClosedFormTests
{
    private const double E = 2e5, Nu = 0.35, Dt = 2e-3, A = 1.2, G = 0.3, Rate = 7;
    private const double Mu = E / (2 * (1 + Nu)), Lambda = E * Nu / ((1 + Nu) * (1 - 2 * Nu)), Bulk = Lambda + 2 * Mu / 3;
    private const double BranchMu = 6e4, BranchLambda = 4e4, Shearing = 300, Swelling = 500;

    [Fact]
    public void KelvinVoigt_OnEveryPath_AddsNewtonianStress()
    {
        const double eta = 40, zeta = 25;
        LawStates law = Law("kelvin-voigt", ("shearViscosity", eta), ("bulkViscosity", zeta));
        // Uniaxial rate: dev D = rate (2, -1, -1)/3; J = a.
        double volumetric = Lambda * Math.Log(A), along = A * Rate * (zeta + 4 * eta / 3), across = A * Rate * (zeta - 2 * eta / 3);
        Expect(
            law.Step(Tensors.Diagonal(A, 1, 1), Tensors.Diagonal(Rate, 0, 0)), E,
            Mu * (A * A - 1) + volumetric + along, volumetric + across, volumetric + across, 0, 0, 0);
        Expect(law.Step(Shear(G), Tensors.Matrix([0, Rate, 0, 0, 0, 0, 0, 0, 0])), E, Mu * G * G, 0, 0, Mu * G + eta * Rate, 0, 0);
        double t = Mu * (A * A - 1) + 3 * volumetric + A * A * A * 3 * zeta * Rate;
        Expect(law.Step(Ball(A), Tensors.Diagonal(Rate, Rate, Rate)), E, t, t, t, 0, 0, 0);
    }

    [Fact]
    public void KelvinVoigt_ShearedInPlace_LosesViscousWork()
    {
        // eta rate^2 dt per volume: F = I throughout the step.
        LawState state = Law("kelvin-voigt", ("shearViscosity", 40)).Step(
            Matrix3x3<Real64>.Identity, Tensors.Matrix([0, Rate, 0, 0, 0, 0, 0, 0, 0]), Dt);
        Assert.Equal(40 * Rate * Rate * Dt, state.Dissipated, 1e-10 * E);
    }

    [Fact]
    public void Maxwell_OnEveryPath_RelaxesTheDeviatorOnly()
    {
        const double eta = 500;
        LawStates law = Law("maxwell", ("viscosity", eta));
        double keep = 1 / (1 + 2 * Mu * Dt / eta), h = Math.Log(A), volumetric = (Lambda + 2 * Mu / 3) * h;
        // Uniaxial strain h: deviator h (2, -1, -1)/3.
        double shape = 2 * Mu * keep * h / 3;
        Expect(law.Step(Tensors.Diagonal(A, 1, 1), timeStep: Dt), E, volumetric + 2 * shape, volumetric - shape, volumetric - shape, 0, 0, 0);
        double shear = 2 * Mu * keep * Strain(G), t = 3 * Bulk * h;
        Expect(law.Step(Shear(G), timeStep: Dt), E, OfShear(G, shear, -shear, 0));
        Expect(law.Step(Ball(A), timeStep: Dt), E, t, t, t, 0, 0, 0);
    }

    [Fact]
    public void Maxwell_HeldInShear_DecaysWithItsRelaxationTime()
    {
        // exp(-t 2 mu/eta), within the 1 % that steps of a thousandth of the time leave.
        const double eta = 500;
        const double time = eta / (2 * Mu);
        LawStates law = Law("maxwell", ("viscosity", eta));
        LawState state = law.Step(Shear(G), timeStep: 0);
        double start = state.Kirchhoff.XY.Value;
        for (int i = 0; i < 1000; i++) state = law.Step(state.F, timeStep: time / 1000);
        Assert.Equal(start * Math.Exp(-1), state.Kirchhoff.XY.Value, 0.01 * start * Math.Exp(-1));
    }

    [Fact]
    public void ViscoelasticSolid_OnEveryPath_AddsARelaxedBranch()
    {
        LawStates law = Viscoelastic();
        // One step from rest to F: C dt = F - I. Shape and volume decay apart: 2 mu_N/eta_d and 2 (2 mu_N + 3 lambda_N)/(3 eta_v).
        double shape = 1 / (1 + Dt * 2 * BranchMu / Shearing), volume = 1 / (1 + Dt * 2 * (2 * BranchMu + 3 * BranchLambda) / (3 * Swelling));
        double h = Math.Log(A), trace = h * volume;
        double along = 2 * BranchMu * (2 * h / 3 * shape + trace / 3) + BranchLambda * trace;
        double across = 2 * BranchMu * (-h / 3 * shape + trace / 3) + BranchLambda * trace;
        double solid = Lambda * A * (A - 1);
        Expect(
            FromRest(law, Tensors.Diagonal(A, 1, 1)), E,
            2 * Mu * (A - 1) * A + solid + along, solid + across, solid + across, 0, 0, 0);

        // Corotated stress of a simple shear: see ElasticClosedFormTests; the branch's strain is +-asinh(g/2) in the axes of b.
        double l = Math.Sqrt(4 + G * G), part = 2 * BranchMu * shape * Strain(G);
        double[] branch = OfShear(G, part, -part, 0);
        Expect(
            FromRest(law, Shear(G)), E,
            2 * Mu * (1 + G * G - (2 + G * G) / l) + branch[0], 2 * Mu * (1 - 2 / l) + branch[1], 0, 2 * Mu * (G - G / l) + branch[3], 0, 0);

        double cube = A * A * A, t = 2 * Mu * (A - 1) * A + Lambda * cube * (cube - 1) + (2 * BranchMu + 3 * BranchLambda) * h * volume;
        Expect(FromRest(law, Ball(A)), E, t, t, t, 0, 0, 0);
    }

    [Fact]
    public void ViscoelasticSolid_HeldInShear_RelaxesWithinOnePercentOfItsTime()
    {
        const double time = Shearing / (2 * BranchMu);
        LawStates law = Viscoelastic();
        Matrix3x3<Real64> f = Shear(0.05);
        LawState state = law.Step(f, Tensors.Matrix([0, 0.05 / 1e-9, 0, 0, 0, 0, 0, 0, 0]), 1e-9);
        // What stays at the end is the solid.
        double start = state.Kirchhoff.XY.Value, solid = Law("fixed-corotated").Step(f).Kirchhoff.XY.Value;
        for (int i = 0; i < 1000; i++) state = law.Step(f, timeStep: time / 1000, history: state.History);
        double expected = (start - solid) * Math.Exp(-1);
        Assert.Equal(expected, state.Kirchhoff.XY.Value - solid, 0.01 * expected);
    }

    [Fact]
    public void ViscoelasticSolid_DeborahLimits_AreElasticAndNothing()
    {
        // eta to infinity: the branch is a Hencky solid. eta to 0: it has no stress.
        double shear = 2 * BranchMu * Strain(G), l = Math.Sqrt(4 + G * G), solid = 2 * Mu * (G - G / l);
        double stiff = FromRest(Viscoelastic(1e15), Shear(G)).Kirchhoff.XY.Value;
        Assert.Equal(solid + OfShear(G, shear, -shear, 0)[3], stiff, 1e-8 * E);
        Assert.Equal(solid, FromRest(Viscoelastic(1e-6), Shear(G)).Kirchhoff.XY.Value, 1e-8 * E);
    }

    [Fact]
    public void ViscoelasticSolid_BranchStress_IsTheSlopeOfItsEnergyAlongTheMotion()
    {
        // tau : D = d psi/dt while b_N is carried by C: no relaxation for a huge viscosity, central differences in time.
        LawStates law = Viscoelastic(1e15);
        LawState state = FromRest(law, Tensors.Matrix([1.2, 0.3, 0.1, -0.1, 0.9, 0.2, 0.05, -0.2, 1.1]));
        Matrix3x3<Real64> c = Tensors.Matrix([3, 1, -2, 4, -5, 0.5, 7, -1, 2]);
        double Energy(double dt)
        {
            Matrix3x3<Real64> f = (Matrix3x3<Real64>.Identity + new Real64(dt) * c) * state.F;
            return law.Step(f, c, dt, state.History).Energy;
        }

        const double step = 1e-5;
        SymmetricMatrix3x3<Real64> d = SymmetricMatrix3x3<Real64>.SymmetricPart(c);
        double power = 0;
        double[] stress = Tensors.Array(state.Kirchhoff), rate = Tensors.Array(d);
        for (int i = 0; i < 9; i++) power += stress[i] * rate[i];
        Assert.Equal(power, (Energy(step) - Energy(-step)) / (2 * step), 1e-6 * Math.Abs(power));
    }

    [Fact]
    public void LinearFluid_OnEveryPath_MatchesClosedForm()
    {
        const double k = 3e5, eta = 2;
        LawStates law = new("linear-fluid", new() { ["bulkModulus"] = k, ["shearViscosity"] = eta });
        double t = k * A * (A - 1);
        LawState state = law.Step(Tensors.Diagonal(A, 1, 1));
        Expect(state, k, t, t, t, 0, 0, 0);
        Assert.Equal(Math.Cbrt(A), state.F.M11.Value, 1e-14);
        Expect(law.Step(Shear(G), Tensors.Matrix([0, Rate, 0, 0, 0, 0, 0, 0, 0])), k, 0, 0, 0, eta * Rate, 0, 0);
        t = k * A * A * A * (A * A * A - 1);
        Expect(law.Step(Ball(A)), k, t, t, t, 0, 0, 0);
    }

    [Fact]
    public void BinghamFluid_OnEveryPath_MatchesClosedForm()
    {
        const double k = 3e5, gamma = 7, g = 4e4, yield = 900, eta = 60;
        LawStates law = new("bingham-fluid", new()
        {
            ["bulkModulus"] = k,
            ["gamma"] = gamma,
            ["shearModulus"] = g,
            ["yieldStress"] = yield,
            ["plasticViscosity"] = eta,
        });
        double decay = 1 / (1 + Dt * g / eta);
        // Shear: trial stress 2 G asinh(g/2) along the axes; the part above yield decays.
        double shear = yield + (2 * g * Strain(G) - yield) * decay;
        Expect(law.Step(Shear(G), timeStep: Dt), k, OfShear(G, shear, -shear, 0));
        // Isochoric stretch: difference 3 G ln a, yield sqrt(3) tau_y.
        double q = Math.Sqrt(3) * yield + (3 * g * Math.Log(A) - Math.Sqrt(3) * yield) * decay;
        Expect(law.Step(Isochoric(A), timeStep: Dt), k, 2 * q / 3, -q / 3, -q / 3, 0, 0, 0);
        double cube = A * A * A, t = -cube * k / gamma * (Math.Pow(cube, -gamma) - 1);
        Expect(law.Step(Ball(A), timeStep: Dt), k, t, t, t, 0, 0, 0);
        // Below yield nothing flows, however long it takes.
        Assert.Equal(Tensors.Array(Shear(0.01)), Tensors.Array(law.Step(Shear(0.01), timeStep: 1e3).F));
    }

    [Fact]
    public void BinghamFluid_InSteadyShear_HasYieldPlusViscosityTimesRate()
    {
        const double yield = 900, eta = 60;
        LawStates law = new("bingham-fluid", new() { ["shearModulus"] = 4e5, ["yieldStress"] = yield, ["plasticViscosity"] = eta });
        Matrix3x3<Real64> c = Tensors.Matrix([0, Rate, 0, 0, 0, 0, 0, 0, 0]), growth = Matrix3x3<Real64>.Identity + new Real64(1e-6) * c;
        LawState state = law.Step(Matrix3x3<Real64>.Identity);
        for (int i = 0; i < 2000; i++) state = law.Step(growth * state.F, c, 1e-6);
        // The elastic strain (yield/G = 0.3 %) turns the axes; its square is what is left.
        Assert.Equal(yield + eta * Rate, state.Kirchhoff.XY.Value, 1e-3 * yield);
    }

    private static LawState FromRest(LawStates law, Matrix3x3<Real64> f) =>
        law.Step(f, new Real64(1 / Dt) * (f - Matrix3x3<Real64>.Identity), Dt);

    private static LawStates Viscoelastic(double? viscosity = null) => Law(
        "viscoelastic-solid", ("branchShearModulus", BranchMu), ("branchLameModulus", BranchLambda),
        ("deviatoricViscosity", viscosity ?? Shearing), ("volumetricViscosity", viscosity ?? Swelling));

    private static LawStates Law(string key, params (string Key, double Value)[] more)
    {
        Dictionary<string, double> values = new() { ["youngsModulus"] = E, ["poissonsRatio"] = Nu };
        foreach ((string name, double value) in more) values[name] = value;
        return new LawStates(key, values);
    }
}
