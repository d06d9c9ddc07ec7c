using Splatsim.Mathematics;
using Splatsim.Mechanics;
using Splatsim.Simulation;
using Splatsim.Simulation.Fast;

namespace Splatsim.Tests.Fast;

/// <summary>Scenes with nothing or hardly anything in them, and scenes that break.</summary>
public sealed class FastEdgeTests
{
    private static Material Jelly => FastScenes.Of(Laws.Find("neo-hookean"));

    [Fact]
    public void Advance_NoParticles_OnlyTimePasses()
    {
        SimulationSetup setup = FastScenes.Setup(new ParticleSet(0), Jelly);
        using ISimulator simulator = FastBackend.Create(setup, new());
        simulator.Advance(10 * setup.StepPolicy.TimeStep!.Value);
        Assert.Equal(10, simulator.SubstepCount);
        Assert.Equal(0, simulator.Statistics().Mass);
    }

    [Fact]
    public void Advance_OneParticle_FallsFreely()
    {
        ParticleSet one = new(1);
        (one.X[0], one.X[1], one.X[2]) = (FastScenes.Middle.X.Value, FastScenes.Middle.Y.Value, FastScenes.Middle.Z.Value);
        (one.Mass[0], one.RestVolume[0]) = (0.1, 1e-4);
        SimulationSetup setup = FastScenes.Setup(one, Jelly);
        ParticleSet state = FastScenes.Run(setup, new(), 20);
        double t = 20 * setup.StepPolicy.TimeStep!.Value;
        // Symplectic Euler adds half a step to the parabola.
        double fall = 0.5 * 9.81 * t * (t + setup.StepPolicy.TimeStep.Value);
        Assert.Equal(-9.81 * t, state.V[2], 1e-6);
        Assert.Equal(FastScenes.Middle.Z.Value - fall, state.X[2], 1e-6);
        Assert.Equal(FastScenes.Middle.X.Value, state.X[0], 1e-6);
    }

    [Fact]
    public void Advance_ParticleLeavesTheDomain_NamesItAndGoesBack()
    {
        ParticleSet body = FastScenes.Body(5, 8);
        SimulationSetup setup = FastScenes.Setup(body, Jelly);
        double speed = 0.6 * FastScenes.CellSize / setup.StepPolicy.TimeStep!.Value;
        ParticleLattices.SetRigidVelocity(body, new(0, speed, 0), default, default);
        setup = setup with { StepPolicy = new() { TimeStep = setup.StepPolicy.TimeStep, MaximumCourantNumber = double.PositiveInfinity } };
        using ISimulator simulator = FastBackend.Create(setup, new());
        ParticleLeftDomainException error = Assert.Throws<ParticleLeftDomainException>(
            () => simulator.Advance(40 * setup.StepPolicy.TimeStep!.Value));
        Assert.InRange(error.Particle, 0, body.Count - 1);
        Assert.True(error.Time > 0);
        Assert.True(error.Position!.Value.Y.Value > FastScenes.Domain.Maximum.Y.Value - 2 * FastScenes.CellSize);
        ParticleSet state = new(body.Count);
        simulator.CopyTo(state);
        // The first frame failed, so the particles are where they started, up to the one rounding of loading.
        Assert.True(FastScenes.Largest(body.X, state.X) <= 1e-7);
        Assert.Equal(0, simulator.SubstepCount);
    }

    [Fact]
    public void Advance_LaterFrameFails_GoesBackToTheLastBit()
    {
        Material[] materials = [Jelly, FastScenes.Of(Laws.Find("drucker-prager")), FastScenes.Of(Laws.Find("stationary"))];
        ParticleSet body = FastScenes.Body(7, 8, 2);
        ParticleSet ground = FastScenes.Body(2, 8);
        for (int p = 0; p < ground.Count; p++) (ground.X[3 * p + 2], ground.Material[p]) = (FastScenes.Domain.Origin.Z.Value + 0.1, 2);
        SimulationSetup setup = FastScenes.Setup(ParticleSet.Join(body, ground), materials);
        double dt = setup.StepPolicy.TimeStep!.Value;
        Vector3<Real64> velocity = new(0.3 * FastScenes.CellSize / dt, 0, 0);
        setup = setup with
        {
            Events = [new VelocityEvent(ParticleRegion.Everything, velocity) { Time = 12 * dt }],
            Tracers = TracerSet.At(FastScenes.Body(5, 3).X),
            StepPolicy = new() { TimeStep = dt, MaximumCourantNumber = double.PositiveInfinity },
        };
        using ISimulator simulator = FastBackend.Create(setup, new() { SortPeriod = 3 });
        simulator.Advance(11 * dt);
        ParticleSet before = new(simulator.ParticleCount), after = new(simulator.ParticleCount);
        simulator.CopyTo(before);
        double[] x = [.. simulator.Tracers.X], f = [.. simulator.Tracers.F];
        Assert.Throws<ParticleLeftDomainException>(() => simulator.Advance(100 * dt));
        simulator.CopyTo(after);
        FastScenes.AssertIdentical(before, after);
        Assert.Equal(x, simulator.Tracers.X);
        Assert.Equal(f, simulator.Tracers.F);
        Assert.Equal(11, simulator.SubstepCount);
        // And goes on from there.
        simulator.Advance(2 * dt);
        Assert.Equal(13, simulator.SubstepCount);
    }

    [Fact]
    public void Advance_UnstableStep_EndsInANamedError()
    {
        SimulationSetup setup = FastScenes.Setup(FastScenes.Body(8, 8), Jelly);
        double dt = 60 * setup.StepPolicy.TimeStep!.Value;
        setup = setup with { StepPolicy = new() { TimeStep = dt, MaximumCourantNumber = double.PositiveInfinity } };
        using ISimulator simulator = FastBackend.Create(setup, new());
        SimulationException error = Assert.ThrowsAny<SimulationException>(() => simulator.Advance(200 * dt));
        Assert.True(error.Particle >= 0);
        ParticleSet state = new(setup.Particles.Count);
        simulator.CopyTo(state);
        Assert.True(FastScenes.Largest(setup.Particles.X, state.X) <= 1e-7);
    }

    [Fact]
    public void Advance_CrushedParticle_IsCounted()
    {
        ParticleSet body = FastScenes.Body(6, 8, strain: 0);
        // Inverted: det F < 0.
        body.F[9 * 17] = -1;
        SimulationSetup setup = FastScenes.Setup(body, Jelly) with { MaximumClampedFraction = 1 };
        using ISimulator simulator = FastBackend.Create(setup, new());
        simulator.Advance(setup.StepPolicy.TimeStep!.Value);
        Assert.Equal(1, simulator.Statistics().ClampedCount);
        using ISimulator strict = FastBackend.Create(setup with { Strict = true }, new());
        Assert.Equal(17, Assert.Throws<ParticleClampedException>(() => strict.Advance(setup.StepPolicy.TimeStep!.Value)).Particle);
    }

    [Fact]
    public void Description_SmallAndHugeDomain_SaysWhichGrid()
    {
        SimulationSetup setup = FastScenes.Setup(FastScenes.Body(4, 8), Jelly);
        using ISimulator small = FastBackend.Create(setup, new());
        Assert.Contains("dense grid", small.Description, StringComparison.Ordinal);
        GridDomain huge = new(new(-40, -40, -40), FastScenes.CellSize, 2000, 2000, 2000);
        using ISimulator large = FastBackend.Create(setup with { Domain = huge }, new());
        Assert.Contains("sparse grid", large.Description, StringComparison.Ordinal);
        ParticleSet state = FastScenes.Advance(large, setup, 20);
        // Another origin, so other roundings of the same motion.
        FastScenes.AssertClose(FastScenes.Run(setup, new(), 20), state, new(X: 1e-6, V: 1e-4, C: 3e-3, F: 1e-4));
    }
}
