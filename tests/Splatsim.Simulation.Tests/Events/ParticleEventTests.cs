using Splatsim.Mathematics;
using Splatsim.Simulation;

namespace Splatsim.Tests;

public abstract class ParticleEventTests(string engine, double rounding)
{
    private const double CellSize = 0.05;

    private static readonly ParticleRegion AroundBlock = ParticleRegion.Around(new(0.5, 0.5, 0.5), new(0.2, 0.2, 0.2));

    [Theory]
    [InlineData(0.03)]
    [InlineData(0.0313)]
    [InlineData(0.0001)]
    public void Impulse_OnEveryParticle_AddsForceTimesTimeOverMass(double duration)
    {
        // All particles alike: the block moves as one and feels no stress.
        ParticleSet block = Block();
        Vector3<Real64> force = new(0.02, -0.01, 0.03);
        using ISimulator simulator = Create(block, new ImpulseEvent(AroundBlock, force, new(0.01, 0.01 + duration)));
        simulator.Advance(0.1);
        Vector3<Real64> expected = new Real64(duration / block.Mass[0]) * force;
        Bodies.AssertVector(expected, Bodies.MeanVelocity(simulator), rounding);
        Bodies.AssertVector(expected, Bodies.StateOf(simulator).Velocity(17), 10 * rounding);
    }

    [Fact]
    public void Impulse_AsTotal_IsSharedByMass()
    {
        ParticleSet block = Block();
        using ISimulator simulator = Create(block, new ImpulseEvent(AroundBlock, new(3, 0, 0), new(0, 0.02)) { IsTotal = true });
        simulator.Advance(0.05);
        Assert.Equal(3 * 0.02, simulator.Statistics().Momentum.X.Value, rounding);
    }

    [Fact]
    public void Impulse_OverSubsteps_CountsThem()
    {
        ParticleSet block = Block();
        ImpulseEvent impulse = new(AroundBlock, new(0, 0, 0.05), TimeWindow.Always) { SubstepCount = 5 };
        using ISimulator simulator = Create(block, impulse);
        simulator.Advance(0.05);
        Assert.True(simulator.SubstepCount > 5);
        double expected = 0.05 / block.Mass[0] * 5 * simulator.TimeStep;
        Assert.Equal(expected, Bodies.MeanVelocity(simulator).Z.Value, rounding);
    }

    [Fact]
    public void Impulse_OutsideItsRegion_DoesNothing()
    {
        ParticleRegion elsewhere = ParticleRegion.Around(new(0.2, 0.2, 0.2), new(0.05, 0.05, 0.05));
        using ISimulator simulator = Create(Block(), new ImpulseEvent(elsewhere, new(9, 9, 9), TimeWindow.Always));
        simulator.Advance(0.05);
        Assert.Equal(0, simulator.Statistics().KineticEnergy);
    }

    [Fact]
    public void Velocity_AtTheStart_GivesARigidMotion()
    {
        // Angular momentum of a lattice cube about its centre: particle inertia plus the affine part m dx^2/4 axial(C).
        ParticleSet block = Block();
        VelocityEvent spin = new(ParticleRegion.Everything, new(0.1, 0, 0))
        {
            AngularVelocity = new(0, 0, 4),
            Pivot = new(0.5, 0.5, 0.5),
        };
        using ISimulator simulator = Create(block, spin);
        double inertia = 0, mass = 0;
        for (int p = 0; p < block.Count; p++)
        {
            double x = block.X[3 * p] - 0.5, y = block.X[3 * p + 1] - 0.5;
            inertia += block.Mass[p] * (x * x + y * y + 2 * CellSize * CellSize / 4);
            mass += block.Mass[p];
        }

        simulator.Advance(0.001);
        SimulationStatistics statistics = simulator.Statistics();
        Bodies.AssertVector(new(0.1 * mass, 0, 0), statistics.Momentum, rounding);
        // Spin about the centre and the orbital part of the drift: -y v_x m.
        Assert.Equal(4 * inertia - 0.5 * 0.1 * mass, statistics.AngularMomentum.Z.Value, rounding);
    }

    [Fact]
    public void Pin_HeldParticles_MoveExactlyAtItsVelocity()
    {
        ParticleSet block = Block();
        ParticleRegion half = new(new(0.3, 0.3, 0.3), new(0.5, 0.7, 0.7));
        PinEvent pin = new(half, new(0, 0.1)) { Velocity = new(-0.25, 0, 0.5) };
        using ISimulator simulator = Create(block, pin);
        simulator.Advance(0.1);
        ParticleSet state = Bodies.StateOf(simulator);
        int held = 0;
        for (int p = 0; p < block.Count; p++)
        {
            if (!half.Contains(block.Position(p))) continue;
            held++;
            Bodies.AssertVector(block.Position(p) + new Vector3<Real64>(-0.025, 0, 0.05), state.Position(p), rounding);
        }

        Assert.Equal(block.Count / 2, held);
    }

    [Fact]
    public void Pin_AtRest_KeepsThePosition()
    {
        ParticleSet block = Block();
        using ISimulator simulator = Create(block, new PinEvent(ParticleRegion.Everything, TimeWindow.Always));
        double[] before = Bodies.StateOf(simulator).X;
        simulator.Advance(0.1);
        Assert.Equal(before, Bodies.StateOf(simulator).X);
    }

    [Fact]
    public void Events_AreData_TheSameSetupRunsTwiceAlike()
    {
        SimulationSetup setup = Setup(Block(), new ImpulseEvent(AroundBlock, new(0.1, 0, 0), new(0, 0.01)));
        using ISimulator first = Simulators.Create(setup);
        first.Advance(0.05);
        using ISimulator second = Simulators.Create(setup);
        second.Advance(0.05);
        Assert.Equal(Bodies.StateOf(first).X, Bodies.StateOf(second).X);
    }

    private static ParticleSet Block() => Bodies.Cube(new(0.45, 0.45, 0.45), 4, CellSize);

    private SimulationSetup Setup(ParticleSet block, IParticleEvent happening) =>
        Bodies.Setup(GridDomain.Cube(20, CellSize), block).On(engine) with { Events = [happening] };

    private ISimulator Create(ParticleSet block, IParticleEvent happening) =>
        Simulators.Create(Setup(block, happening));
}

public sealed class ReferenceParticleEventTests() : ParticleEventTests(Engines.Double, rounding: 1e-12);

// Float rounding of velocities of about 1 m/s over some ten substeps.
public sealed class FastParticleEventTests() : ParticleEventTests(Engines.Fast, rounding: 3e-6);
