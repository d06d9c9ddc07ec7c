using static Splatsim.Mechanics.Tests.Planar;

namespace Splatsim.Mechanics.Tests;

/// <summary>Elastic laws beyond the first three, in uniaxial strain, simple shear and uniform stretch. Closed forms by hand, in each test.</summary>
public sealed class FurtherElasticClosedFormTests
{
    private const double E = 2e5, Nu = 0.35, Fibre = 3e5, Pull = 4e5, Activation = 0.7;
    private const double Mu = E / (2 * (1 + Nu)), Lambda = E * Nu / ((1 + Nu) * (1 - 2 * Nu)), Bulk = Lambda + 2 * Mu / 3;

    [Theory]
    [InlineData(0.6)]
    [InlineData(1.5)]
    public void NeoHookeanSplit_OnEveryPath_MatchesClosedForm(double a)
    {
        // b J^(-2/3) of diag(a, 1, 1): its deviator is (a^2 - 1) a^(-2/3) (2, -1, -1)/3.
        double shape = Mu * (a * a - 1) * Math.Pow(a, -2.0 / 3) / 3, volume = Bulk / 2 * (a * a - 1);
        Expect(Law("neo-hookean-split").Step(Tensors.Diagonal(a, 1, 1)), E, 2 * shape + volume, volume - shape, volume - shape, 0, 0, 0);
        double t = Bulk / 2 * (Math.Pow(a, 6) - 1), g = a;
        Expect(Law("neo-hookean-split").Step(Ball(a)), E, t, t, t, 0, 0, 0);
        Expect(Law("neo-hookean-split").Step(Shear(g)), E, 2 * Mu * g * g / 3, -Mu * g * g / 3, -Mu * g * g / 3, Mu * g, 0, 0);
    }

    [Theory]
    [InlineData(0.6)]
    [InlineData(1.5)]
    public void StvkGreen_OnEveryPath_MatchesClosedForm(double a)
    {
        double e = (a * a - 1) / 2, g = a, s = Lambda * g * g / 2;
        Expect(Law("stvk-green").Step(Tensors.Diagonal(a, 1, 1)), E, a * a * (2 * Mu + Lambda) * e, Lambda * e, Lambda * e, 0, 0, 0);
        double t = a * a * (2 * Mu + 3 * Lambda) * e;
        Expect(Law("stvk-green").Step(Ball(a)), E, t, t, t, 0, 0, 0);
        // S = [s, mu g; mu g, mu g^2 + s] and F = [1, g; 0, 1].
        double yy = Mu * g * g + s;
        Expect(Law("stvk-green").Step(Shear(g)), E, s + 2 * Mu * g * g + g * g * yy, yy, s, Mu * g + g * yy, 0, 0);
    }

    [Theory]
    [InlineData(0.6)]
    [InlineData(1.5)]
    public void UnilateralHencky_OnEveryPath_MatchesClosedForm(double a)
    {
        const double k = 0.25;
        LawStates law = Law("unilateral-hencky", ("tensionFactor", k));
        double h = Math.Log(a) * (a > 1 ? k : 1), g = a, shear = 2 * Mu * Strain(g);
        Expect(law.Step(Tensors.Diagonal(a, 1, 1)), E, (2 * Mu + Lambda) * h, Lambda * h, Lambda * h, 0, 0, 0);
        double t = (2 * Mu + 3 * Lambda) * h;
        Expect(law.Step(Ball(a)), E, t, t, t, 0, 0, 0);
        Expect(law.Step(Shear(g)), E, OfShear(g, k * shear, -shear, 0));
    }

    [Theory]
    [InlineData("fibre-elastic", 0.8)]
    [InlineData("fibre-elastic", 1.3)]
    [InlineData("muscle", 0.8)]
    [InlineData("muscle", 1.3)]
    public void Fibres_OnEveryPath_AddTheirTension(string key, double a)
    {
        double active = key == "muscle" ? Pull * Activation : 0;
        // Along x, given at twice its length: I4 = a^2.
        double volumetric = Lambda * Math.Log(a), fibre = (Fibre / 2 * (a * a - 1) + active) * a * a;
        Expect(
            Law(key, ("directionX", 0.5)).Step(Tensors.Diagonal(a, 1, 1)), E,
            Mu * (a * a - 1) + volumetric + fibre, volumetric, volumetric, 0, 0, 0);
        // Along y in simple shear: F y = (g, 1, 0), I4 - 1 = g^2.
        double g = a, tension = Fibre / 2 * g * g + active;
        Expect(
            Law(key, ("directionX", 0), ("directionY", 1)).Step(Shear(g)), E,
            Mu * g * g + tension * g * g, tension, 0, Mu * g + tension * g, 0, 0);
        // Along the diagonal in uniform stretch: a third of it in every entry.
        double t = Mu * (a * a - 1) + 3 * volumetric, part = fibre / 3;
        Expect(
            Law(key, ("directionX", 1), ("directionY", 1), ("directionZ", 1)).Step(Ball(a)), E, t + part, t + part, t + part, part, part, part);
    }

    [Fact]
    public void Fibres_ThatBuckle_CarryNoCompression()
    {
        LawStates law = Law("fibre-elastic", ("fibreCompression", 1));
        double volumetric = Lambda * Math.Log(0.8);
        Expect(law.Step(Tensors.Diagonal(0.8, 1, 1)), E, Mu * (0.64 - 1) + volumetric, volumetric, volumetric, 0, 0, 0);
    }

    [Fact]
    public void Fibres_WithoutDirection_AreRefusedByName()
    {
        LawParameterException error = Assert.Throws<LawParameterException>(() => Law("muscle", ("directionX", 0)).User);
        Assert.Equal("directionX", error.Key);
    }

    private static LawStates Law(string key, params (string Key, double Value)[] more)
    {
        Dictionary<string, double> values = new() { ["youngsModulus"] = E, ["poissonsRatio"] = Nu };
        if (key is "fibre-elastic" or "muscle") values["fibreStiffness"] = Fibre;
        if (key == "muscle") (values["activeStress"], values["activation"]) = (Pull, Activation);
        foreach ((string name, double value) in more) values[name] = value;
        return new LawStates(key, values);
    }
}
