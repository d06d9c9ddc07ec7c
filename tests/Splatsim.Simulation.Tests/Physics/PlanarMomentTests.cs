using Splatsim.Mathematics;
using Splatsim.Mechanics;
using Splatsim.Simulation;

namespace Splatsim.Tests;

/// <summary>Taichi's mpm88 test (tests/python/test_mpm88.py) as one layer of particles (reference/mpm.md 6.1).</summary>
public sealed class PlanarMomentTests
{
    private const int PerSide = 64;
    private const int Nodes = 128;

    // Means of (x, 2 y)^k, k = 1..4, after 500 steps, from that program's own regression test.
    private static readonly double[] Moments = [0.31722742, 0.15826741, 0.10224003, 0.07810827];

    // mpm.md 6.4 item 2; an independent reference reaches 7e-7 and 4e-6, its own test allows 1e-2.
    private const double DoubleTolerance = 1e-5;
    private const double SingleTolerance = 1e-4;

    [Theory]
    [InlineData(Engines.Double, DoubleTolerance)]
    [InlineData(Engines.Single, SingleTolerance)]
    [InlineData(Engines.Fast, SingleTolerance)]
    public void FallingWater_AfterFiveHundredSteps_HasThePublishedMoments(string engine, double tolerance)
    {
        const double dx = 1.0 / Nodes, volume = dx / 2 * (dx / 2);
        ParticleSet water = new(PerSide * PerSide);
        for (int p = 0; p < water.Count; p++)
        {
            water.X[3 * p] = (double)(p % PerSide) / PerSide * 0.4 + 0.2;
            water.X[3 * p + 1] = (double)p / water.Count * 0.4 + 0.05;
            water.X[3 * p + 2] = 2.5 * dx;
            water.V[3 * p + 1] = -3;
            // Per unit depth: the weights of the one fixed z add up to 1.
            water.Mass[p] = water.RestVolume[p] = volume;
        }

        Material material = new(
            "water", LawEntry.OfTensor<LinearPressureFluid>(), new Dictionary<string, double> { ["bulkModulus"] = 400 }, 1);
        GridDomain domain = new(default, dx, Nodes, Nodes, 6);
        using ISimulator simulator = Simulators.Create(Bodies.Setup(domain, water, material).On(engine) with
        {
            Gravity = new(0, -9.8, 0),
            Boundaries = [new PlaneBoundary(ContactMode.Slip, domain.Maximum, new(0, 0, 1)), new PlanarWalls()],
            StepPolicy = StepPolicy.Fixed(2e-4),
        });
        simulator.Advance(500 * 2e-4);
        Assert.Equal(500, simulator.SubstepCount);
        ParticleSet state = Bodies.StateOf(simulator);
        for (int k = 1; k <= 4; k++)
        {
            double sum = 0;
            for (int p = 0; p < state.Count; p++)
                sum += Math.Pow(state.X[3 * p], k) + Math.Pow(2 * state.X[3 * p + 1], k);
            double relative = Math.Abs(sum / (2 * state.Count) / Moments[k - 1] - 1);
            TestContext.Current.TestOutputHelper?.WriteLine($"moment {k}: {relative:g3} of {tolerance:g3}");
            Assert.True(relative <= tolerance, $"moment {k} is off by {relative:g3}, more than {tolerance:g3}");
        }
    }

    private sealed class PlanarWalls : IGridBoundary
    {
        private readonly IndexWalls walls = new(3, ContactMode.Separate);

        public double MaximumSpeed => 0;

        public void Collect(in SubstepMoment moment, ICollection<GridContact<Real64>> contacts)
        {
            List<GridContact<Real64>> all = [];
            walls.Collect(in moment, all);
            foreach (GridContact<Real64> contact in all)
                if (contact.Normal.Z.Value == 0) contacts.Add(contact);
        }
    }
}
