using Splatsim.Mathematics;
using Splatsim.Simulation;

namespace Splatsim.Tests;

/// <summary>Grippers, releases, emitters and sinks, against closed forms.</summary>
public abstract class MatterEventTests(string engine, double rounding)
{
    private const double CellSize = 0.05;
    private static readonly GridDomain Domain = GridDomain.Cube(30, CellSize);

    [Fact]
    public void Gripper_TranslatingAndTurning_CarriesItsParticlesExactly()
    {
        Vector3<Real64> pivot = new(0.7, 0.7, 0.7), velocity = new(0.2, -0.1, 0.3), spin = new(1, 2, -2);
        const double duration = 0.3;
        ParticleSet body = Bodies.Cube(pivot - new Vector3<Real64>(0.05, 0.05, 0.05), 4, CellSize);
        RigidMotionEvent gripper = new(ParticleShape.Everything, MotionPath.Linear(pivot, velocity), new(0, 1)) { AngularVelocity = spin };
        using ISimulator simulator = Create(body, gripper);
        simulator.Advance(duration);
        // Rotation by |w| t about w through the moving pivot.
        Matrix3x3<Real64> turn = Quaternion<Real64>.FromAxisAngle(new Real64(1.0 / 3) * spin, 3 * duration).ToMatrix();
        ParticleSet state = Bodies.StateOf(simulator);
        for (int p = 0; p < state.Count; p++)
        {
            Vector3<Real64> expected = pivot + new Real64(duration) * velocity + turn * (body.Position(p) - pivot);
            Bodies.AssertVector(expected, state.Position(p), 10 * rounding);
            // F follows the rotation, so that no stress arises; v is the rigid one up to half a substep's turn.
            Assert.True((state.DeformationGradient(p) - turn).SquaredNorm.Value < 100 * rounding, $"particle {p}");
            Vector3<Real64> v = velocity + Vector3<Real64>.Cross(spin, state.Position(p) - pivot - new Real64(duration) * velocity);
            Bodies.AssertVector(v, state.Velocity(p), 1e-3);
        }
    }

    [Fact]
    public void Grippers_TwoMovingApart_StretchTheBarBetweenThem()
    {
        ParticleSet bar = ParticleLattices.Box(new(0.4, 0.65, 0.65), 28, 8, 8, CellSize / 2, 1000);
        RigidMotionEvent left = Grip(0.45, -0.2), right = Grip(1.05, 0.2);
        using ISimulator simulator = Create(bar, left, right);
        simulator.Advance(0.2);
        ParticleSet state = Bodies.StateOf(simulator);
        // Those in the shapes moved by 0.04 m each; the middle, by symmetry, not along the bar.
        for (int p = 0; p < bar.Count; p++)
        {
            double x = bar.X[3 * p], moved = state.X[3 * p] - x;
            if (x < 0.5) Assert.Equal(-0.04, moved, rounding * 10);
            if (x > 1.0) Assert.Equal(0.04, moved, rounding * 10);
        }

        Assert.Equal(0.75, simulator.Statistics().CenterOfMass.X.Value, Math.Max(1e-9, rounding));
    }

    [Fact]
    public void Gripper_WithoutHeldNodes_SetsVelocitiesOfTheParticlesOnly()
    {
        // All particles have the velocity, so the grid has it too: nothing to mix with.
        ParticleSet body = Bodies.Cube(new(0.6, 0.6, 0.6), 4, CellSize);
        RigidMotionEvent gripper = new(ParticleShape.Everything, MotionPath.Linear(default, new(0.3, 0, 0)), new(0, 1))
        {
            HoldsNodes = false,
            ChoosesAtStart = true,
        };
        using ISimulator simulator = Create(body, gripper);
        simulator.Advance(0.1);
        Bodies.AssertVector(new(0.3, 0, 0), Bodies.MeanVelocity(simulator), rounding);
    }

    [Fact]
    public void LayerRelease_ReleaseTimes_FollowTheLayers()
    {
        LayerReleaseEvent release = new(new(0, 0, 2), 1, 0, 4, new(0.1, 0.5));
        Assert.Equal(0.2, release.ReleaseTime(0.9), 1e-12);
        Assert.Equal(0.3, release.ReleaseTime(0.6), 1e-12);
        Assert.Equal(0.5, release.ReleaseTime(0.1), 1e-12);
        Assert.Equal(0.5, release.ReleaseTime(0), 1e-12);
        Assert.Equal(double.NegativeInfinity, release.ReleaseTime(1.1));
        Assert.Equal(double.NegativeInfinity, release.ReleaseTime(-0.1));
        Assert.Equal(0.5, (release with { IsMirrored = true }).ReleaseTime(-0.1), 1e-12);
    }

    [Fact]
    public void LayerRelease_UnderGravity_LetsOneCubeAfterTheOtherFall()
    {
        // Two cubes too far apart to share nodes; the one at the first end falls freely from 0.1 s on, the other from 0.2 s on.
        ParticleSet first = Bodies.Cube(new(0.4, 0.7, 0.7), 4, CellSize), second = Bodies.Cube(new(0.9, 0.7, 0.7), 4, CellSize);
        LayerReleaseEvent release = new(new(1, 0, 0), 0.35, 1.05, 2, new(0, 0.2));
        using ISimulator simulator = Simulators.Create(
            Setup(ParticleSet.Join(first, second), release) with { Gravity = new(0, 0, -9.81), StepPolicy = StepPolicy.Fixed(1e-3) });
        simulator.Advance(0.25);
        ParticleSet state = Bodies.StateOf(simulator);
        Assert.Equal(-9.81 * 0.15, Mean(state, 0, first.Count).Z.Value, 10 * rounding);
        Assert.Equal(-9.81 * 0.05, Mean(state, first.Count, second.Count).Z.Value, 10 * rounding);
    }

    [Fact]
    public void Emitter_Jet_EmitsRateTimesTimeWithItsMomentum()
    {
        ParticleSet particles = new(0);
        Nozzle nozzle = Nozzle.Disc(new(0.3, 0.7, 0.7), new(1, 0, 0), 0.06, CellSize / 2);
        EmitterEvent emitter = EmitterEvent.AddTo(ref particles, nozzle, 2, new(0.01, 0.2), 0, 1000);
        using ISimulator simulator = Create(particles, emitter);
        Assert.Equal(0, simulator.ActiveCount);
        Assert.Equal(0, simulator.Statistics().Mass);
        simulator.Advance(0.1);
        // Layers at 0.01 + n s/v before 0.1: s/v = 12.5 ms, so n = 0 .. 7.
        Assert.Equal(8 * nozzle.ParticlesPerLayer, simulator.ActiveCount);
        SimulationStatistics state = simulator.Statistics();
        double mass = 8 * nozzle.ParticlesPerLayer * 1000 * Math.Pow(CellSize / 2, 3);
        Assert.Equal(mass, state.Mass, 1e-6 * mass);
        Bodies.AssertVector(new(2 * mass, 0, 0), state.Momentum, 10 * rounding * mass);
        // An undisturbed jet moves on: its layers stay s apart, the first has come v (t - t0).
        ParticleSet after = Bodies.StateOf(simulator);
        Assert.Equal(0.3 + 2 * 0.09, after.X[0], 100 * rounding);
        Assert.Equal(0.3 + 2 * 0.09 - CellSize / 2, after.X[3 * nozzle.ParticlesPerLayer], 100 * rounding);
    }

    [Fact]
    public void Emitter_AtItsEnd_HasEmittedEverythingAndStops()
    {
        ParticleSet particles = Bodies.Cube(new(1, 1, 1), 2, CellSize);
        Nozzle nozzle = Nozzle.Rectangle(new(0.3, 0.7, 0.7), new(0, 1, 0), 0.1, 0.05, CellSize / 2);
        EmitterEvent emitter = EmitterEvent.AddTo(ref particles, nozzle, 1, new(0, 0.1), 0, 500, particlesPerSecond: 8 * 30);
        Assert.Equal(8, nozzle.ParticlesPerLayer);
        Assert.Equal(3 * 8, emitter.ParticleCount);
        using ISimulator simulator = Create(particles, emitter);
        Assert.Equal(8, simulator.ActiveCount);
        simulator.Advance(0.05);
        Assert.Equal(8 + 2 * 8, simulator.ActiveCount);
        simulator.Advance(0.15);
        Assert.Equal(particles.Count, simulator.ActiveCount);
        Assert.True(simulator.IsActive(particles.Count - 1));
    }

    [Fact]
    public void Emitter_BeforeItsStart_LeavesTheRestAlone()
    {
        // Parked particles inside a body: the body's motion is that of the body alone, to the bit in double.
        ParticleSet body = Bodies.Cube(new(0.6, 0.6, 0.6), 6, CellSize), both = body;
        Bodies.SetVelocity(body, new(0.2, 0.1, 0));
        EmitterEvent emitter = EmitterEvent.AddTo(ref both, Nozzle.Disc(new(0.65, 0.65, 0.65), new(0, 0, 1), 0.05, CellSize / 2), 1, new(5, 5.1), 0, 1000);
        SimulationSetup alone = Setup(body) with { Gravity = new(0, 0, -1), StepPolicy = StepPolicy.Fixed(1e-3) };
        using ISimulator expected = Simulators.Create(alone), actual = Simulators.Create(alone with { Particles = both, Events = [emitter] });
        expected.Advance(0.05);
        actual.Advance(0.05);
        Assert.Equal(Bodies.StateOf(expected).X, Bodies.StateOf(actual).X[..(3 * body.Count)]);
    }

    [Fact]
    public void Emitter_RateAboveTheJet_IsRefused()
    {
        ParticleSet particles = new(0);
        Nozzle nozzle = Nozzle.Disc(new(0.3, 0.7, 0.7), new(1, 0, 0), 0.06, CellSize / 2);
        SimulationSetupException exception = Assert.Throws<SimulationSetupException>(
            () => EmitterEvent.AddTo(ref particles, nozzle, 1, new(0, 1), 0, 1000, 1e6));
        Assert.Contains("Emitter.Rate", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sink_MatterThatEnters_IsRemovedExactly()
    {
        // Two cubes, one of them in the drain: exactly its mass and momentum go.
        ParticleSet kept = Bodies.Cube(new(0.4, 0.4, 0.4), 4, CellSize), drained = Bodies.Cube(new(0.9, 0.9, 0.9), 4, CellSize);
        ParticleSet both = ParticleSet.Join(kept, drained);
        Bodies.SetVelocity(both, new(0.1, 0, 0));
        SinkEvent sink = new(ParticleShape.Ball(new(0.95, 0.95, 0.95), 0.15), TimeWindow.Always);
        using ISimulator simulator = Create(both, sink);
        simulator.Advance(0.05);
        Assert.Equal(kept.Count, simulator.ActiveCount);
        Assert.Equal(kept.Mass.Sum(), simulator.Statistics().Mass, 1e-12);
        Bodies.AssertVector(new(0.1 * kept.Mass.Sum(), 0, 0), simulator.Statistics().Momentum, rounding);
        Assert.False(simulator.IsActive(kept.Count));
        Assert.True(simulator.IsActive(0));
        ParticleSet state = Bodies.StateOf(simulator);
        Assert.All(state.V[(3 * kept.Count)..], v => Assert.Equal(0, v));
    }

    [Fact]
    public void Cut_ThroughABar_LeavesEachSideItsMomentum()
    {
        // Halves of a bar that pull apart at +-v; the blade parts them before the first substep. From then on no force acts between
        // them: each keeps the momentum that it had, to rounding, and only the kerf's particles are gone.
        const double speed = 0.5, kerf = 3 * CellSize;
        ParticleSet bar = ParticleLattices.Box(new(0.4, 0.65, 0.65), 28, 8, 8, CellSize / 2, 1000);
        for (int p = 0; p < bar.Count; p++) bar.V[3 * p] = bar.X[3 * p] < 0.75 ? -speed : speed;
        CutEvent cut = new(MotionPath.At(new(0.75, 0.2, 0.7)), new(0, -1, 0), new(1, 0, 0), kerf, TimeWindow.Always);
        using ISimulator simulator = Create(bar, cut);
        simulator.Advance(0.1);
        int left = Enumerable.Range(0, bar.Count).Count(p => bar.X[3 * p] < 0.75 - 0.5 * kerf);
        Assert.Equal(2 * left, simulator.ActiveCount);
        ParticleSet state = Bodies.StateOf(simulator);
        double momentum = 0;
        for (int p = 0; p < bar.Count; p++)
            if (bar.X[3 * p] < 0.75 - 0.5 * kerf) momentum += bar.Mass[p] * state.V[3 * p];
        Assert.Equal(-speed * left * bar.Mass[0], momentum, rounding);
        Assert.Equal(0, simulator.Statistics().Momentum.X.Value, rounding);
    }

    [Fact]
    public void Cut_AdvancingEdge_CutsOnlyBehindIt()
    {
        ParticleSet bar = ParticleLattices.Box(new(0.4, 0.65, 0.65), 28, 8, 8, CellSize / 2, 1000);
        // Reaches the middle of the bar's height, 0.75, after 0.1 s and rests there.
        MotionPath path = MotionPath.Keyframes((0, new(0.75, 1.05, 0.7)), (0.1, new(0.75, 0.75, 0.7)));
        using ISimulator simulator = Create(bar, new CutEvent(path, new(0, -1, 0), new(1, 0, 0), 3 * CellSize, TimeWindow.Always));
        simulator.Advance(0.2);
        int[] gone = [.. Enumerable.Range(0, bar.Count).Where(p => !simulator.IsActive(p))];
        // Three cells of the bar, six layers of particles, upper half: 6 x 4 x 8.
        Assert.Equal(6 * 4 * 8, gone.Length);
        Assert.All(gone, p => Assert.True(bar.X[3 * p + 1] > 0.75 && Math.Abs(bar.X[3 * p] - 0.75) < 1.5 * CellSize));
    }

    [Fact]
    public void EmitterAndSink_SteadyFlow_BalancesTheirRates()
    {
        ParticleSet particles = new(0);
        Nozzle nozzle = Nozzle.Disc(new(0.3, 0.7, 0.7), new(1, 0, 0), 0.05, CellSize / 2);
        EmitterEvent emitter = EmitterEvent.AddTo(ref particles, nozzle, 2, new(0, 1), 0, 1000);
        SinkEvent sink = new(ParticleShape.Box(new(new(0.7, 0, 0), new(1.4, 1.4, 1.4))), TimeWindow.Always) { Period = 5e-3 };
        using ISimulator simulator = Create(particles, emitter, sink);
        for (int frame = 0; frame < 20; frame++) simulator.Advance(0.02);
        // 0.4 m of an undisturbed jet are between them, 16 layers, up to what a period and a layer's rhythm leave open.
        Assert.InRange(simulator.ActiveCount, 15 * nozzle.ParticlesPerLayer, 18 * nozzle.ParticlesPerLayer);
    }

    [Fact]
    public void Failure_AfterEmission_GoesBackToTheFramesStart()
    {
        // A particle leaves the domain in the second frame; the first frame's state, with what was active then, must come back.
        ParticleSet particles = new(0);
        Nozzle nozzle = Nozzle.Disc(new(1.1, 0.7, 0.7), new(1, 0, 0), 0.05, CellSize / 2);
        EmitterEvent emitter = EmitterEvent.AddTo(ref particles, nozzle, 2, new(0, 0.5), 0, 1000);
        using ISimulator simulator = Create(particles, emitter);
        simulator.Advance(0.1);
        int active = simulator.ActiveCount;
        ParticleSet before = Bodies.StateOf(simulator);
        Assert.Throws<ParticleLeftDomainException>(() => simulator.Advance(0.2));
        Assert.Equal(active, simulator.ActiveCount);
        Assert.Equal(before.X, Bodies.StateOf(simulator).X);
        Assert.Equal(before.V, Bodies.StateOf(simulator).V);
        simulator.Advance(0.01);
        Assert.True(simulator.ActiveCount >= active);
    }

    private static RigidMotionEvent Grip(double x, double speed) => new(
        ParticleShape.Box(ParticleRegion.Around(new(x, 0.75, 0.75), new(0.0501, 0.2, 0.2))),
        MotionPath.Linear(new(x, 0.75, 0.75), new(speed, 0, 0)), new(0, 1));

    private static Vector3<Real64> Mean(ParticleSet state, int first, int count)
    {
        Vector3<Real64> sum = default;
        for (int p = first; p < first + count; p++) sum += state.Velocity(p);
        return new Real64(1.0 / count) * sum;
    }

    private SimulationSetup Setup(ParticleSet body, params IParticleEvent[] events) =>
        Bodies.Setup(Domain, body).On(engine) with { Events = events };

    private ISimulator Create(ParticleSet body, params IParticleEvent[] events) => Simulators.Create(Setup(body, events));
}

public sealed class ReferenceMatterEventTests() : MatterEventTests(Engines.Double, rounding: 1e-12);

// Float rounding of velocities of about 1 m/s and positions of about 1 m over some hundred substeps.
public sealed class FastMatterEventTests() : MatterEventTests(Engines.Fast, rounding: 3e-6);
