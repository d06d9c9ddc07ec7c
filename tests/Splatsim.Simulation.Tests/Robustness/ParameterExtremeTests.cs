using Splatsim.Mathematics;
using Splatsim.Mechanics;
using Splatsim.Simulation;

namespace Splatsim.Tests;

/// <summary>
/// Extremes of parameters, masses, counts and places: a right result (closed form or conservation) or a named error; never a NaN,
/// a crash or a hang. An exception that is none of ours fails the test by itself.
/// </summary>
public abstract class ParameterExtremeTests(string engine, double rounding, double epsilon)
{
    private const double CellSize = 0.05, Floor = 0.2;

    private static readonly string[] LawNames = ["neo-hookean", "fixed-corotated", "stvk-hencky", "drucker-prager"];

    public static TheoryData<string, double, double, double> ElasticExtremes
    {
        get
        {
            TheoryData<string, double, double, double> data = [];
            foreach (string law in LawNames)
            {
                foreach (double youngsModulus in (double[])[1, 1e5, 1e11])
                {
                    foreach (double poissonsRatio in (double[])[0, 0.3, LawParameter.PoissonsRatio.Maximum])
                    {
                        data.Add(law, youngsModulus, poissonsRatio, 1);
                        data.Add(law, youngsModulus, poissonsRatio, 2e4);
                    }
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(ElasticExtremes))]
    public void Cube_HitsTheFloor_FiniteAndGainsNoEnergy(string law, double youngsModulus, double poissonsRatio, double massDensity)
    {
        ParticleSet cube = Bodies.Cube(new(0.4, 0.4, Floor + 0.5 * CellSize), 4, CellSize, massDensity);
        Bodies.SetVelocity(cube, new(0.2, 0, -1));
        using ISimulator simulator = Simulators.Create(
            Bodies.Setup(GridDomain.Cube(20, CellSize), cube, Bodies.Elastic(law, youngsModulus, poissonsRatio, massDensity)).On(engine) with
            {
                Boundaries = [new PlaneBoundary(ContactMode.Separate, new(0, 0, Floor), new(0, 0, 1)), BoxWalls.Inside(ContactMode.Separate, GridDomain.Cube(20, CellSize))],
            });
        double energy = Energy(simulator);
        bool isNamed = Attempt(() => simulator.Advance(60 * simulator.TimeStep));
        AssertFinite(simulator);
        if (isNamed) return;
        // Contact only takes. What rounding of F strains a stiff body by holds this much energy: modulus eps^2, per volume.
        double modulus = Lame.WaveModulus(youngsModulus, poissonsRatio), noise = modulus * epsilon * epsilon * cube.RestVolume.Sum();
        Assert.True(Energy(simulator) <= energy * (1 + 1e-3) + noise, $"{energy} J became {Energy(simulator)} J, noise {noise} J");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1e11)]
    public void FreeFall_IsTheParabola_WhateverTheStiffness(double youngsModulus)
    {
        ParticleSet cube = Bodies.Cube(new(0.4, 0.4, 0.6), 4, CellSize);
        using ISimulator simulator = Simulators.Create(
            Bodies.Setup(GridDomain.Cube(20, CellSize), cube, Bodies.Elastic(youngsModulus: youngsModulus)).On(engine) with { Gravity = new(0, 0, -9.81) });
        double step = Math.Min(simulator.TimeStep, 1e-3);
        simulator.Advance(100 * step);
        double expected = -9.81 * 100 * step;
        // Float noise of the stress, 6e-8 E, pushes the stiff cube's particles about; their mean does not move.
        Assert.Equal(expected, Bodies.MeanVelocity(simulator).Z.Value, 100 * rounding * Math.Max(1, Math.Abs(expected)));
        AssertFinite(simulator);
    }

    [Fact]
    public void BadParameters_AreRefusedByName()
    {
        foreach ((string key, double value) in ((string, double)[])[("youngsModulus", 0), ("youngsModulus", -1), ("youngsModulus", double.NaN), ("youngsModulus", double.PositiveInfinity), ("poissonsRatio", 0.5), ("poissonsRatio", -1), ("poissonsRatio", double.NaN)])
        {
            Material bad = new("bad", Laws.Find("neo-hookean"), new Dictionary<string, double> { [key] = value }, 1000);
            SimulationSetupException refused = Assert.Throws<SimulationSetupException>(
                () => Simulators.Create(Bodies.Setup(GridDomain.Cube(20, CellSize), Bodies.Cube(new(0.4, 0.4, 0.4), 2, CellSize), bad).On(engine)));
            Assert.Contains(key, refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void AllMassless_NothingMovesAndTimePasses()
    {
        ParticleSet cube = Bodies.Cube(new(0.4, 0.4, 0.4), 4, CellSize);
        Array.Clear(cube.Mass);
        using ISimulator simulator = Simulators.Create(Bodies.Setup(GridDomain.Cube(20, CellSize), cube).On(engine) with { Gravity = new(0, 0, -9.81) });
        Attempt(() => simulator.Advance(0.05));
        AssertFinite(simulator);
    }

    [Fact]
    public void AllWithoutVolume_FallFreely()
    {
        ParticleSet cube = Bodies.Cube(new(0.4, 0.4, 0.6), 4, CellSize);
        Array.Clear(cube.RestVolume);
        using ISimulator simulator = Simulators.Create(Bodies.Setup(GridDomain.Cube(20, CellSize), cube).On(engine) with { Gravity = new(0, 0, -9.81) });
        simulator.Advance(0.05);
        Assert.Equal(-9.81 * 0.05, Bodies.MeanVelocity(simulator).Z.Value, 100 * rounding);
        AssertFinite(simulator);
    }

    [Fact]
    public void OneParticle_FallsAndStopsOnTheFloor()
    {
        ParticleSet one = Bodies.Cube(new(0.4, 0.4, 0.5), 1, CellSize);
        using ISimulator simulator = Simulators.Create(Bodies.Setup(GridDomain.Cube(20, CellSize), one).On(engine) with
        {
            Gravity = new(0, 0, -9.81),
            Boundaries = [new PlaneBoundary(ContactMode.Sticky, new(0, 0, Floor), new(0, 0, 1))],
        });
        simulator.Advance(0.1);
        Assert.Equal(-0.981, Bodies.StateOf(simulator).Velocity(0).Z.Value, 100 * rounding);
        for (int frame = 0; frame < 20; frame++) simulator.Advance(0.05);
        // It rests where the nodes that hold it are held: within a cell and a half of the floor.
        Assert.InRange(Bodies.StateOf(simulator).Position(0).Z.Value, Floor - CellSize, Floor + 1.5 * CellSize);
        Assert.Equal(0, Bodies.StateOf(simulator).Velocity(0).Length.Value, 0.02);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AllParticlesInOneCell_KeepTheirMomentum(bool isOnePoint)
    {
        const int count = 512;
        ParticleSet crowd = ParticleLattices.Box(new(0.401, 0.401, 0.401), 8, 8, 8, isOnePoint ? 0 : CellSize / 10, 1000);
        Array.Fill(crowd.Mass, 1000 * CellSize * CellSize * CellSize / count);
        Array.Fill(crowd.RestVolume, CellSize * CellSize * CellSize / count);
        PlaceRandomVelocities(crowd);
        using ISimulator simulator = Simulators.Create(Bodies.Setup(GridDomain.Cube(20, CellSize), crowd).On(engine));
        SimulationStatistics before = simulator.Statistics();
        simulator.Advance(0.05);
        SimulationStatistics after = simulator.Statistics();
        AssertFinite(simulator);
        Bodies.AssertVector(before.Momentum, after.Momentum, 1000 * rounding * before.Mass);
        Assert.True(Energy(after) <= Energy(before) * (1 + 1e-3));
    }

    [Fact]
    public void ParticlesOnTheEdgeOfTheDomain_RunOrAreRefused()
    {
        GridDomain domain = GridDomain.Cube(12, CellSize);
        foreach (double cells in (double[])[0.5, 0.5000001, 10.4999, 10.5, 11, 0, -1])
        {
            foreach (int axis in (int[])[0, 1, 2])
            {
                ParticleSet one = Bodies.Cube(new(0.25, 0.25, 0.25), 1, CellSize);
                one.X[axis] = cells * CellSize;
                SimulationSetup setup = Bodies.Setup(domain, one).On(engine);
                if (!domain.Holds(one.Position(0)))
                {
                    Assert.Equal(0, Assert.Throws<ParticleLeftDomainException>(() => Simulators.Create(setup)).Particle);
                    continue;
                }

                using ISimulator simulator = Simulators.Create(setup);
                simulator.Advance(0.01);
                Assert.Equal(cells * CellSize, Bodies.StateOf(simulator).X[axis], 1e-6);
            }
        }
    }

    [Theory]
    [InlineData(1e6)]
    [InlineData(-1e6)]
    public void MillionMetresAway_FallsAsNearby(double place)
    {
        Vector3<Real64> far = new(place, place, -place);
        ParticleSet cube = Bodies.Cube(far + new Vector3<Real64>(0.4, 0.4, 0.6), 4, CellSize);
        using ISimulator simulator = Simulators.Create(
            Bodies.Setup(GridDomain.Cube(20, CellSize) with { Origin = far }, cube).On(engine) with { Gravity = new(0, 0, -9.81) });
        simulator.Advance(0.1);
        // Positions of a million metres are rounded to 1e-10 m in double at the start; the rounding of weights follows from it.
        Assert.Equal(-0.981, Bodies.MeanVelocity(simulator).Z.Value, Math.Max(1e-6, 100 * rounding));
        AssertFinite(simulator);
    }

    [Fact]
    public void HugeDomain_RunsOrIsRefusedByName()
    {
        ParticleSet cube = Bodies.Cube(new(0.4, 0.4, 0.6), 4, CellSize);
        foreach (int nodes in (int[])[100_000, 40_000_000])
        {
            bool isNamed = Attempt(() =>
            {
                using ISimulator simulator = Simulators.Create(Bodies.Setup(GridDomain.Cube(nodes, CellSize), cube).On(engine) with { Gravity = new(0, 0, -9.81) });
                simulator.Advance(0.01);
                AssertFinite(simulator);
                Assert.Equal(-0.0981, Bodies.MeanVelocity(simulator).Z.Value, 1e-4);
            });
            TestContext.Current.TestOutputHelper?.WriteLine($"{nodes} nodes per axis: {(isNamed ? "refused" : "runs")}");
        }
    }

    // True when it ended with one of our named errors.
    private static bool Attempt(Action action)
    {
        try
        {
            action();
            return false;
        }
        catch (Exception exception) when (exception is SimulationException or SimulationSetupException)
        {
            TestContext.Current.TestOutputHelper?.WriteLine(exception.Message);
            return true;
        }
    }

    private static void PlaceRandomVelocities(ParticleSet particles)
    {
        Random random = new(5);
        for (int i = 0; i < particles.V.Length; i++) particles.V[i] = random.NextDouble() - 0.5;
    }

    private static void AssertFinite(ISimulator simulator)
    {
        ParticleSet state = Bodies.StateOf(simulator);
        Assert.All((double[][])[state.X, state.V, state.C, state.F], values => Assert.DoesNotContain(values, v => !double.IsFinite(v)));
    }

    private static double Energy(ISimulator simulator) => Energy(simulator.Statistics());

    private static double Energy(SimulationStatistics s) => s.KineticEnergy + s.AffineKineticEnergy + s.ElasticEnergy;
}

public sealed class ReferenceParameterExtremeTests() : ParameterExtremeTests(Engines.Double, rounding: 1e-13, epsilon: 2.3e-16);

// A few ulps of float per step.
public sealed class FastParameterExtremeTests() : ParameterExtremeTests(Engines.Fast, rounding: 1e-6, epsilon: 1.2e-7);
