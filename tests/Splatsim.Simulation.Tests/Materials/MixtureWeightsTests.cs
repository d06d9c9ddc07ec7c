using Splatsim.Mechanics;
using Splatsim.Simulation;
using Splatsim.Tests.Fast;

namespace Splatsim.Tests;

/// <summary>Mixtures that differ from particle to particle.</summary>
public sealed class MixtureWeightsTests
{
    private const int Metal = 6, Corotated = 0;

    [Theory]
    [InlineData(Engines.Double)]
    [InlineData(Engines.Fast)]
    public void Assign_OneWeightEach_IsTheLawsThemselves(string engine)
    {
        // Every second particle corotated, the others neo-Hookean metal, meeting in one grid.
        ParticleSet body = FastScenes.Body(9, 8, materials: 2, strain: 0.03), mixed = body.Clone();
        double[] weights = new double[Mixture.WeightCount * body.Count];
        for (int p = 0; p < body.Count; p++) weights[Mixture.WeightCount * p + (body.Material[p] == 0 ? Corotated : Metal)] = 0.5;
        IReadOnlyList<Material> materials = MixtureWeights.Assign(mixed, weights, FastScenes.Of(Laws.Find("mixture")));
        Assert.Equal(2, materials.Count);
        ParticleSet expected = Run(engine, body, FastScenes.Of(Laws.Find("fixed-corotated")), FastScenes.Of(Laws.Find("neo-hookean-von-mises")));
        ParticleSet actual = Run(engine, mixed, [.. materials]);
        // Same formulas by another route (polar factor against principal axes): rounding of float, or of double.
        StateTolerance tolerance = engine == Engines.Double ? new(1e-11, 1e-10, 1e-8, 1e-10) : new(X: 5e-6, V: 5e-4, C: 2e-2, F: 5e-4);
        FastScenes.AssertClose(expected, actual, tolerance);
    }

    [Fact]
    public void Assign_ManyWeights_MakesOneMaterialPerDifferentSet()
    {
        ParticleSet body = FastScenes.Body(6, 8);
        double[] weights = new double[Mixture.WeightCount * body.Count];
        for (int p = 0; p < body.Count; p++) (weights[12 * p], weights[12 * p + 5]) = (1 + p % 3, 2);
        IReadOnlyList<Material> materials = MixtureWeights.Assign(body, weights, FastScenes.Of(Laws.Find("mixture")), firstIndex: 4);
        Assert.Equal(3, materials.Count);
        Assert.Equal([4, 5, 6], body.Material.Distinct().Order());
    }

    [Fact]
    public void Assign_NoWeightAtAll_NamesTheParticle()
    {
        ParticleSet body = FastScenes.Body(2, 8);
        double[] weights = new double[Mixture.WeightCount * body.Count];
        weights[0] = 1;
        Assert.Contains(
            "particle 1", Assert.Throws<ArgumentException>(() => MixtureWeights.Assign(body, weights, FastScenes.Of(Laws.Find("mixture")))).Message,
            StringComparison.Ordinal);
    }

    private static ParticleSet Run(string engine, ParticleSet particles, params Material[] materials)
    {
        SimulationSetup setup = FastScenes.Setup(particles, materials) with { StepPolicy = StepPolicy.Fixed(4e-4) };
        using ISimulator simulator = Simulators.Create(setup.On(engine));
        return FastScenes.Advance(simulator, setup, 40);
    }
}
