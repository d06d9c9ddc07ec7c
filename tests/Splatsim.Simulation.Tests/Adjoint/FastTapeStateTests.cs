using Splatsim.Compute;
using Splatsim.Mechanics;
using Splatsim.Simulation;
using Splatsim.Simulation.Fast;

namespace Splatsim.Tests;

/// <summary>The reverse run on the fast back end does not depend on schedules or workers, sorts and all.</summary>
public sealed class FastTapeStateTests
{
    private const double CellSize = 0.05;

    [Theory]
    [InlineData(CheckpointStrategy.Binomial, 2)]
    [InlineData(CheckpointStrategy.Binomial, 5)]
    [InlineData(CheckpointStrategy.TwoLevel, 40)]
    [InlineData(CheckpointStrategy.ThreeLevel, 40)]
    public void Reverse_Checkpointed_IsTheSameToTheLastBit(CheckpointStrategy strategy, int states)
    {
        double[] all = Gradient(new() { Strategy = CheckpointStrategy.StoreAll }, 1, out long bytes);
        double[] some = Gradient(new() { Strategy = strategy, MemoryBudget = (long)(1.2 * states * bytes) }, 1, out _);
        Assert.Equal(all, some);
        Assert.True(all.Max(Math.Abs) > 0);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Reverse_MoreWorkers_IsTheSameToTheLastBit(int workers) =>
        Assert.Equal(Gradient(new(), 1, out _), Gradient(new(), workers, out _));

    [Fact]
    public void Reverse_Twice_IsTheSameToTheLastBit()
    {
        SimulationSetup setup = Setup(null);
        using SimulationTape tape = Tape(setup, new());
        for (int frame = 0; frame < 3; frame++) tape.Advance(0.004);
        Assert.Equal(Reverse(tape, setup), Reverse(tape, setup));
    }

    [Theory]
    [InlineData(SimulationBackend.Fast)]
    [InlineData(SimulationBackend.Reference)]
    public void Remember_AfterOneWasGivenBack_TakesItsMemory(SimulationBackend backend)
    {
        // A reverse run takes thousands of states and holds some tens: left to the collector, they filled the machine.
        using SimulationTape tape = new(Setup(null) with { Backend = backend });
        SimulatorBase simulator = (SimulatorBase)tape.Simulator;
        SimulatorMemory first = simulator.Remember(), second = simulator.Remember();
        Assert.NotSame(first.State, second.State);
        first.Dispose();
        first.Dispose();
        Assert.Throws<ObjectDisposedException>(() => simulator.Recall(first));
        tape.Advance(0.004);
        double[] moved = Bodies.StateOf(simulator).X;
        using SimulatorMemory third = simulator.Remember(), fourth = simulator.Remember();
        Assert.Same(first.State, third.State);
        Assert.NotSame(third.State, fourth.State);
        simulator.Recall(second);
        Assert.NotEqual(moved, Bodies.StateOf(simulator).X);
        simulator.Recall(third);
        Assert.Equal(moved, Bodies.StateOf(simulator).X);
        second.Dispose();
    }

    [Fact]
    public void Reverse_ThenAdvance_GoesOnAsIfNothingHadHappened()
    {
        SimulationSetup setup = Setup(null);
        using SimulationTape tape = Tape(setup, new() { Strategy = CheckpointStrategy.Binomial, MemoryBudget = 1 << 20 });
        using SimulationTape plain = Tape(setup, new());
        for (int frame = 0; frame < 2; frame++)
        {
            tape.Advance(0.004);
            plain.Advance(0.004);
            Assert.Equal(Bodies.StateOf(plain.Simulator).X, Bodies.StateOf(tape.Simulator).X);
            Reverse(tape, setup);
        }

        Assert.Equal(plain.Simulator.Time, tape.Simulator.Time);
    }

    [Fact]
    public void Reverse_ABodyOfManyBlocks_IsThatOfTheReference()
    {
        // Two laws, tracers, a thousand particles over some ten blocks, sorted four times; as FastTapeTests.
        SimulationSetup setup = Setup(null);
        using SimulationTape fast = Tape(setup, new());
        using SimulationTape reference = new(setup with { Backend = SimulationBackend.Reference });
        for (int frame = 0; frame < 3; frame++)
        {
            fast.Advance(0.004);
            reference.Advance(0.004);
        }

        Assert.Equal(reference.SubstepCount, fast.SubstepCount);
        SimulationGradient expected = Run(reference, setup), actual = Run(fast, setup);
        Check("x", expected.Positions, actual.Positions);
        Check("v", expected.Velocities, actual.Velocities);
        Check("C", expected.AffineVelocities, actual.AffineVelocities);
        Check("F", expected.DeformationGradients, actual.DeformationGradients);
        Check("mass", expected.Masses, actual.Masses);
        Check("volume", expected.RestVolumes, actual.RestVolumes);
        Check("E", expected.ByParticle("youngsModulus"), actual.ByParticle("youngsModulus"));
        Check("tracer x", expected.TracerPositions, actual.TracerPositions);
        Check("tracer F", expected.TracerDeformationGradients, actual.TracerDeformationGradients);
        Check("friction", [expected.Boundaries[0].Friction], [actual.Boundaries[0].Friction]);
        Check("gravity", [expected.Gravity.X.Value, expected.Gravity.Y.Value, expected.Gravity.Z.Value],
            [actual.Gravity.X.Value, actual.Gravity.Y.Value, actual.Gravity.Z.Value]);

        static void Check(string what, double[] expected, double[] actual)
        {
            double largest = expected.Max(Math.Abs), worst = expected.Zip(actual, (e, a) => Math.Abs(e - a)).Max();
            Assert.True(worst <= 1e-3 * largest, $"{what}: {worst / largest:g3}");
        }
    }

    private static double[] Gradient(TapeOptions options, int workers, out long stateBytes)
    {
        using WorkerPool pool = new(workers);
        SimulationSetup setup = Setup(pool);
        using SimulationTape tape = Tape(setup, options);
        for (int frame = 0; frame < 3; frame++) tape.Advance(0.004);
        stateBytes = tape.StateBytes;
        return Reverse(tape, setup);
    }

    private static SimulationTape Tape(SimulationSetup setup, TapeOptions options) =>
        new(setup, options, s => FastTapes.Create(s, new FastOptions { SortPeriod = 5 }));

    private static double[] Reverse(SimulationTape tape, SimulationSetup setup)
    {
        SimulationGradient gradient = Run(tape, setup);
        return
        [
            .. gradient.Positions, .. gradient.Velocities, .. gradient.AffineVelocities, .. gradient.DeformationGradients, .. gradient.History,
            .. gradient.Masses, .. gradient.RestVolumes, .. gradient.Parameters, gradient.Gravity.X.Value, gradient.Gravity.Z.Value,
            gradient.Boundaries[0].Friction, .. gradient.TracerPositions, .. gradient.TracerDeformationGradients,
        ];
    }

    // A loss that looks at every frame, with weights of every sign.
    private static SimulationGradient Run(SimulationTape tape, SimulationSetup setup) => tape.Reverse(frame => new StateCotangents
    {
        Positions = Weights(3 * setup.Particles.Count, frame, 1),
        Velocities = Weights(3 * setup.Particles.Count, frame, 0.1),
        DeformationGradients = Weights(9 * setup.Particles.Count, frame, 0.1),
        TracerPositions = Weights(3 * setup.Tracers!.Count, frame, 1),
        TracerDeformationGradients = Weights(9 * setup.Tracers!.Count, frame, 0.1),
    });

    private static double[] Weights(int count, int frame, double scale) => [.. Enumerable.Range(0, count).Select(i => scale * Math.Sin(0.37 * i + frame))];

    // A block that flies into a rough floor and turns: particles change cells and blocks.
    private static SimulationSetup Setup(WorkerPool? pool)
    {
        ParticleSet set = ParticleLattices.Box(new(0.4, 0.4, 0.13), 10, 10, 10, 0.5 * CellSize, 1000);
        Random random = new(3);
        for (int i = 0; i < set.X.Length; i++) set.X[i] += 0.1 * CellSize * (random.NextDouble() - 0.5);
        for (int p = 0; p < set.Count; p++) set.Material[p] = p % 3 == 0 ? 1 : 0;
        ParticleLattices.SetRigidVelocity(set, new(3, -2, -4), new(2, -3, 9), new(0.5, 0.5, 0.25));
        TracerSet tracers = new(40);
        for (int i = 0; i < tracers.X.Length; i++) tracers.X[i] = i % 3 == 2 ? 0.15 + 0.2 * random.NextDouble() : 0.4 + 0.25 * random.NextDouble();
        return new()
        {
            Domain = GridDomain.Cube(26, CellSize),
            Particles = set,
            Tracers = tracers,
            Materials =
            [
                new("soft", Laws.Find("neo-hookean"), new Dictionary<string, double> { ["youngsModulus"] = 2e4 }, 1000),
                new("dough", Laws.Find("von-mises"), new Dictionary<string, double> { ["youngsModulus"] = 3e4, ["yieldStress"] = 2e3 }, 1000),
            ],
            Gravity = new(0, 0, -9.81),
            Boundaries = [new PlaneBoundary(ContactMode.Coulomb, new(0, 0, 0.1), new(0, 0, 1), 0.4)],
            StepPolicy = new() { TimeStep = 4e-4 },
            Backend = SimulationBackend.Fast,
            Workers = pool,
        };
    }
}
