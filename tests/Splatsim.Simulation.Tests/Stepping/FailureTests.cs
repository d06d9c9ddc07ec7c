using Splatsim.Mechanics;
using Splatsim.Simulation;

namespace Splatsim.Tests;

/// <summary>What breaks is named, and what was before stays readable.</summary>
public abstract class FailureTests(string engine, double rounding)
{
    private const double CellSize = 0.05;

    [Fact]
    public void ParticleLeavingTheDomain_IsNamedAndTheFrameIsUndone()
    {
        ParticleSet block = Bodies.Cube(new(0.4, 0.4, 0.4), 4, CellSize);
        Bodies.SetVelocity(block, new(0, 0, -2));
        using ISimulator simulator = Simulators.Create(Bodies.Setup(GridDomain.Cube(20, CellSize), block).On(engine) with
        {
            Tracers = TracerSet.At(block.X),
            Events = [new ImpulseEvent(ParticleRegion.Everything, new(0.01, 0, 0), new(0, 0.15))],
        });
        simulator.Advance(0.1);
        ParticleSet before = Bodies.StateOf(simulator);
        double[] tracersBefore = [.. simulator.Tracers.X];
        long substeps = simulator.SubstepCount;
        ParticleLeftDomainException failure = Assert.Throws<ParticleLeftDomainException>(() => simulator.Advance(0.2));
        Assert.InRange(failure.Particle, 0, block.Count - 1);
        Assert.InRange(failure.Time, 0.1, 0.3);
        Assert.False(new GridDomain(default, CellSize, 20, 20, 20).Holds(failure.Position!.Value));
        Assert.Contains("box-walls", failure.Message, StringComparison.Ordinal);
        ParticleSet after = Bodies.StateOf(simulator);
        Assert.Equal(before.X, after.X);
        Assert.Equal(before.V, after.V);
        Assert.Equal(before.C, after.C);
        Assert.Equal(before.F, after.F);
        Assert.Equal(tracersBefore, simulator.Tracers.X);
        Assert.Equal((0.1, substeps), (simulator.Time, simulator.SubstepCount));

        // The undone frame can be tried again, shorter, as if nothing had happened: the event has its state back too.
        simulator.Advance(0.025);
        Assert.Equal(0.01 * 0.125 / block.Mass[0], Bodies.MeanVelocity(simulator).X.Value, rounding);
    }

    [Fact]
    public void NaNStress_IsNamedWithTheMaterial()
    {
        Material broken = new("broken", LawEntry.OfTensor<NotANumberLaw>(), new Dictionary<string, double>(), 1000);
        ParticleSet block = Bodies.Cube(new(0.4, 0.4, 0.4), 4, CellSize);
        using ISimulator simulator = Simulators.Create(Bodies.Setup(GridDomain.Cube(20, CellSize), block, broken).On(engine));
        double[] before = Bodies.StateOf(simulator).X;
        NonFiniteParticleException failure = Assert.Throws<NonFiniteParticleException>(() => simulator.Advance(0.01));
        Assert.Equal(0, failure.Particle);
        Assert.Contains("broken", failure.Message, StringComparison.Ordinal);
        Assert.Equal(before, Bodies.StateOf(simulator).X);
    }

    [Fact]
    public void FlattenedParticles_AreCountedThenRefused()
    {
        SimulationSetup setup = Flattened(1, out int flat);
        using ISimulator tolerant = Simulators.Create(setup with { MaximumClampedFraction = 0.02 });
        tolerant.Advance(0.0005);
        Assert.Equal(1, tolerant.Statistics().ClampedCount);

        using ISimulator usual = Simulators.Create(setup);
        TooManyClampedException refused = Assert.Throws<TooManyClampedException>(() => usual.Advance(0.0005));
        Assert.Equal((flat, 1), (refused.Particle, refused.ClampedCount));

        using ISimulator strict = Simulators.Create(setup with { MaximumClampedFraction = 0.02, Strict = true });
        ParticleClampedException stopped = Assert.Throws<ParticleClampedException>(() => strict.Advance(0.0005));
        Assert.Equal(flat, stopped.Particle);
    }

    [Fact]
    public void Cancellation_StopsBetweenSubsteps()
    {
        SimulationSetup setup = Flattened(0, out _);
        using ISimulator simulator = Simulators.Create(setup);
        using CancellationTokenSource source = new();
        Reports reports = new(r =>
        {
            if (r.Substep == 3) source.Cancel();
        });
        Assert.Throws<OperationCanceledException>(() => simulator.Advance(0.1, reports, source.Token));
        Assert.Equal(3, simulator.SubstepCount);
        Assert.Equal(3 * simulator.TimeStep, simulator.Time, 1e-15);
        Assert.Equal([1, 2, 3], reports.Seen.Select(r => r.Substep));

        using ISimulator other = Simulators.Create(setup with { StepPolicy = StepPolicy.Fixed(simulator.TimeStep) });
        other.Advance(3 * simulator.TimeStep);
        Assert.Equal(Bodies.StateOf(other).X, Bodies.StateOf(simulator).X);
    }

    [Fact]
    public void Progress_CountsTheFrame()
    {
        using ISimulator simulator = Simulators.Create(Flattened(0, out _));
        Reports reports = new(_ => { });
        simulator.Advance(0.02, reports);
        Assert.Equal(simulator.SubstepCount, reports.Seen.Count);
        Assert.All(reports.Seen, r => Assert.Equal(simulator.SubstepCount, r.SubstepCount));
        Assert.Equal(0.02, reports.Seen[^1].Time);
    }

    [Fact]
    public void ZeroParticles_TimePasses()
    {
        using ISimulator simulator = Simulators.Create(Bodies.Setup(GridDomain.Cube(8, CellSize), new ParticleSet(0)).On(engine));
        simulator.Advance(0.1);
        Assert.Equal((0.1, 0.0), (simulator.Time, simulator.Statistics().Mass));
    }

    [Fact]
    public void MasslessParticle_IsCarriedWithoutEffect()
    {
        ParticleSet block = Bodies.Cube(new(0.4, 0.4, 0.4), 4, CellSize);
        Bodies.SetVelocity(block, new(0.1, 0, 0));
        block.Mass[5] = 0;
        using ISimulator simulator = Simulators.Create(Bodies.Setup(GridDomain.Cube(20, CellSize), block).On(engine));
        simulator.Advance(0.1);
        Assert.Equal(0.1, Bodies.StateOf(simulator).Velocity(5).X.Value, rounding);
    }

    public static TheoryData<string, Func<SimulationSetup, SimulationSetup>> BadSetups => new()
    {
        { "Particles.X[1]", s => Change(s, p => p.X[4] = double.NaN) },
        { "Particles.Mass[2]", s => Change(s, p => p.Mass[2] = -1) },
        { "Particles.RestVolume[0]", s => Change(s, p => p.RestVolume[0] = double.PositiveInfinity) },
        { "Particles.Material[3]", s => Change(s, p => p.Material[3] = 7) },
        { "Particles.History", s => Change(s, p => p.History = new double[5]) },
        { "Domain", s => s with { Domain = GridDomain.Cube(2, CellSize) } },
        { "Domain.CellSize", s => s with { Domain = GridDomain.Cube(20, 0) } },
        { "Precision", s => s with { Backend = SimulationBackend.Fast, Precision = SimulationPrecision.Double } },
        { "Gravity[0]", s => s with { Gravity = new(0, double.NaN, 0) } },
        { "StepPolicy.TimeStep", s => s with { StepPolicy = StepPolicy.Fixed(-1) } },
        { "StepPolicy.CourantNumber", s => s with { StepPolicy = new() { CourantNumber = 0.9 } } },
        { "Materials[0].Parameters", s => s with { Materials = [Bodies.Elastic(poissonsRatio: 0.5)] } },
    };

    [Theory]
    [MemberData(nameof(BadSetups))]
    public void Create_BadSetup_NamesTheProperty(string property, Func<SimulationSetup, SimulationSetup> spoil)
    {
        SimulationSetup setup = spoil(Flattened(0, out _));
        SimulationSetupException failure = Assert.Throws<SimulationSetupException>(() => Simulators.Create(setup));
        Assert.Equal(property, failure.Property);
    }

    [Fact]
    public void Create_ParticleOutside_IsNamed()
    {
        SimulationSetup setup = Change(Flattened(0, out _), p => p.X[6] = 3);
        Assert.Equal(2, Assert.Throws<ParticleLeftDomainException>(() => Simulators.Create(setup)).Particle);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    public void Advance_BadDuration_IsRefused(double duration)
    {
        using ISimulator simulator = Simulators.Create(Flattened(0, out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => simulator.Advance(duration));
    }

    private static SimulationSetup Change(SimulationSetup setup, Action<ParticleSet> change)
    {
        change(setup.Particles);
        return setup;
    }

    // Hencky sand needs positive stretches: F = diag(1, 1, 0.01) is below the limit of 0.05.
    private SimulationSetup Flattened(int count, out int particle)
    {
        ParticleSet block = Bodies.Cube(new(0.4, 0.4, 0.4), 4, CellSize);
        particle = 11;
        if (count > 0) block.F[9 * particle + 8] = 0.01;
        return Bodies.Setup(GridDomain.Cube(20, CellSize), block, Bodies.Elastic("stvk-hencky", youngsModulus: 1e4)).On(engine);
    }

    private sealed class Reports(Action<SubstepProgress> also) : IProgress<SubstepProgress>
    {
        public List<SubstepProgress> Seen { get; } = [];

        public void Report(SubstepProgress value)
        {
            Seen.Add(value);
            also(value);
        }
    }
}

public sealed class ReferenceFailureTests() : FailureTests(Engines.Double, rounding: 1e-12);

// Float rounding of velocities of about 1 m/s.
public sealed class FastFailureTests() : FailureTests(Engines.Fast, rounding: 3e-6);
