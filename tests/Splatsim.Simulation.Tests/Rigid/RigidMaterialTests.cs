using Splatsim.Compute;
using Splatsim.Mathematics;
using Splatsim.Mechanics;
using Splatsim.Simulation;

namespace Splatsim.Tests;

/// <summary>Bodies of particles that never deform, against the mechanics of rigid bodies.</summary>
public abstract class RigidMaterialTests(string engine, double rounding)
{
    private const double CellSize = 0.05;
    private static readonly GridDomain Domain = new(new(-0.3, 0.2, 0.1), CellSize, 36, 36, 36);
    private static readonly Vector3<Real64> Center = new(0.57, 1.08, 0.97);

    [Fact]
    public void FreeBody_KeepsItsShapeMomentumAndAngularMomentum()
    {
        ParticleSet body = Brick(material: 0);
        ParticleLattices.SetRigidVelocity(body, new(0.3, -0.2, 0.1), new(1, 6, 1.5), Center);
        using ISimulator simulator = Create(body, [Rigid()]);
        SimulationStatistics before = simulator.Statistics();
        const int frames = 20;
        for (int i = 0; i < frames; i++) simulator.Advance(0.01);
        SimulationStatistics after = simulator.Statistics();
        Bodies.AssertVector(before.Momentum, after.Momentum, 4 * rounding * before.Mass);
        Bodies.AssertVector(before.AngularMomentum, after.AngularMomentum, 20 * rounding * before.Mass);
        Bodies.AssertVector(
            before.CenterOfMass + new Real64(0.2 / before.Mass) * before.Momentum, after.CenterOfMass, rounding);
        // A tumbling body changes its angular velocity, not its energy: the half-way rule is of second order in the turn per step.
        double energy = before.KineticEnergy + before.AffineKineticEnergy;
        Assert.Equal(energy, after.KineticEnergy + after.AffineKineticEnergy, 3e-3 * energy);
        AssertShape(body, Bodies.StateOf(simulator));
    }

    [Fact]
    public void FallingBody_FromRest_FallsFreely()
    {
        ParticleSet body = Brick(material: 0);
        using ISimulator simulator = Create(body, [Rigid()], new(0, 0, -9.81));
        double before = simulator.Statistics().CenterOfMass.Z.Value;
        for (int i = 0; i < 6; i++) simulator.Advance(1.0 / 30);
        // g t (t + dt) / 2, the sum of the symplectic steps; dt differs from frame to frame and is at most the one from rest.
        double fall = before - simulator.Statistics().CenterOfMass.Z.Value;
        Assert.InRange(fall, 0.5 * 9.81 * 0.04, 0.5 * 9.81 * 0.2 * (0.2 + Math.Sqrt(0.4 * CellSize / 9.81)));
        Assert.Equal(-9.81 * 0.2, Bodies.MeanVelocity(simulator).Z.Value, 20 * rounding);
    }

    [Fact]
    public void StiffnessOfABody_DoesNotLimitTheStep()
    {
        ParticleSet body = Brick(material: 0);
        Bodies.SetVelocity(body, new(1, 0, 0));
        using ISimulator simulator = Create(body, [Rigid()]);
        // Only the speed counts: 0.4 dx / |v|.
        Assert.Equal(0.4 * CellSize, simulator.TimeStep, 1e-6);
    }

    [Fact]
    public void TwoBodies_Colliding_ExchangeMomentumAndKeepTheirShapes()
    {
        ParticleSet first = ParticleLattices.Box(new(0.3, 1, 0.9), 6, 6, 6, CellSize / 2, 1000, material: 0);
        ParticleSet second = ParticleLattices.Box(new(0.53, 1.03, 0.9), 6, 6, 6, CellSize / 2, 2500, material: 1);
        Bodies.SetVelocity(first, new(1.5, 0, 0));
        ParticleSet both = ParticleSet.Join(first, second);
        using ISimulator simulator = Create(both, [Rigid(), Rigid()]);
        SimulationStatistics before = simulator.Statistics();
        for (int i = 0; i < 20; i++) simulator.Advance(0.01);
        SimulationStatistics after = simulator.Statistics();
        Bodies.AssertVector(before.Momentum, after.Momentum, 10 * rounding * before.Mass);
        Bodies.AssertVector(before.AngularMomentum, after.AngularMomentum, 20 * rounding * before.Mass);
        ParticleSet state = Bodies.StateOf(simulator);
        double hit = Enumerable.Range(first.Count, second.Count).Average(p => state.V[3 * p]);
        Assert.True(hit > 0.2, $"the second body moves at {hit} m/s");
        AssertShape(both, state, 0, first.Count);
        AssertShape(both, state, first.Count, both.Count);
    }

    [Fact]
    public void StoneInJelly_TwoWay_KeepsTheMomentumOfBoth()
    {
        ParticleSet jelly = ParticleLattices.Box(new(0.4, 0.9, 0.7), 10, 10, 8, CellSize / 2, 1000, material: 1);
        ParticleSet stone = ParticleLattices.Box(new(0.47, 0.98, 0.94), 5, 5, 5, CellSize / 2, 3000, material: 0);
        Bodies.SetVelocity(stone, new(0, 0.2, -1));
        ParticleSet both = ParticleSet.Join(stone, jelly);
        using ISimulator simulator = Create(both, [Rigid(), Bodies.Elastic(youngsModulus: 3e4)]);
        SimulationStatistics before = simulator.Statistics();
        for (int i = 0; i < 10; i++) simulator.Advance(0.01);
        SimulationStatistics after = simulator.Statistics();
        Bodies.AssertVector(before.Momentum, after.Momentum, 20 * rounding * before.Mass);
        Bodies.AssertVector(before.AngularMomentum, after.AngularMomentum, 40 * rounding * before.Mass);
        ParticleSet state = Bodies.StateOf(simulator);
        AssertShape(both, state, 0, stone.Count);
        double speed = Enumerable.Range(0, stone.Count).Average(p => state.V[3 * p + 2]);
        Assert.True(speed > -0.9, $"the jelly has not slowed the stone: {speed} m/s");
    }

    [Fact]
    public void BodyOnAPath_FollowsItThroughMatterAndPushesIt()
    {
        ParticleSet jelly = ParticleLattices.Box(new(0.47, 0.9, 0.8), 10, 10, 10, CellSize / 2, 1000, material: 1);
        ParticleSet paddle = ParticleLattices.Box(new(0.35, 0.9, 0.8), 4, 10, 10, CellSize / 2, 500, material: 0);
        Vector3<Real64> pivot = new(0.4, 1.02, 0.92);
        MotionPath path = MotionPath.Keyframes(
            new MotionKey(0, pivot, Quaternion<Real64>.Identity),
            new MotionKey(0.4, pivot + new Vector3<Real64>(0.2, 0, 0), Quaternion<Real64>.FromAxisAngle(new(0, 0, 1), 0.2)));
        ParticleSet both = ParticleSet.Join(paddle, jelly);
        using ISimulator simulator = Create(both, [Rigid() with { Path = path }, Bodies.Elastic(youngsModulus: 3e4)]);
        for (int i = 0; i < 20; i++) simulator.Advance(0.01);
        ParticleSet state = Bodies.StateOf(simulator);
        Matrix3x3<Real64> turn = Quaternion<Real64>.FromAxisAngle(new(0, 0, 1), 0.1).ToMatrix();
        for (int p = 0; p < paddle.Count; p++)
            Bodies.AssertVector(pivot + turn * (paddle.Position(p) - pivot) + new Vector3<Real64>(0.1, 0, 0), state.Position(p), 10 * rounding);
        double pushed = Enumerable.Range(paddle.Count, jelly.Count).Average(p => state.V[3 * p]);
        Assert.True(pushed > 0.1, $"the jelly moves at {pushed} m/s");
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.6)]
    public void DroppedBody_OnAFloor_StaysAboveIt(double restitution)
    {
        ParticleSet body = Brick(material: 0);
        PlaneBoundary floor = new(ContactMode.Coulomb, new(0, 0, 0.5), new(0, 0, 1), 0.4) { Restitution = restitution };
        using ISimulator simulator = Create(body, [Rigid()], new(0, 0, -9.81), floor);
        for (int i = 0; i < 75; i++)
        {
            simulator.Advance(0.02);
            ParticleSet state = Bodies.StateOf(simulator);
            // Particles are half a spacing inside the body.
            double bottom = Enumerable.Range(0, state.Count).Min(p => state.X[3 * p + 2]) - CellSize / 4;
            Assert.True(bottom > 0.5 - 0.05 * CellSize, $"the body is {0.5 - bottom} m in the floor");
        }

        AssertShape(body, Bodies.StateOf(simulator));
        Assert.True(Bodies.MeanVelocity(simulator).Length.Value < (restitution == 0 ? 0.02 : 0.5));
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.35)]
    [InlineData(1.0)]
    public void BodyThatHitsAWall_ReboundsWithItsPartOfTheSpeed(double restitution)
    {
        // A symmetric impact of a whole face: Newton's law for the body.
        ParticleSet body = ParticleLattices.Box(new(0.4, 1, 0.9), 6, 6, 6, CellSize / 2, 2000);
        Bodies.SetVelocity(body, new(0, 0, -1.2));
        PlaneBoundary floor = new(ContactMode.Separate, new(0, 0, 0.8), new(0, 0, 1)) { Restitution = restitution };
        using ISimulator simulator = Create(body, [Rigid()], default, floor);
        for (int i = 0; i < 20; i++) simulator.Advance(0.01);
        Bodies.AssertVector(new(0, 0, 1.2 * restitution), Bodies.MeanVelocity(simulator), 1e-4 + 10 * rounding);
    }

    [Theory]
    [InlineData(0.98)]
    [InlineData(1.02)]
    public void BlockOnAnIncline_SlipsBeyondTheFrictionAngle(double tangentOverFriction)
    {
        // The acceptance value: tan(theta) = mu within 2 %. Coulomb for a rigid block: a = g (sin - mu cos) when it slips.
        const double friction = 0.5, duration = 0.6;
        double angle = Math.Atan(friction * tangentOverFriction);
        ParticleSet body = ParticleLattices.Box(new(0.2, 1, 0.5), 10, 8, 4, CellSize / 2, 2000);
        PlaneBoundary floor = new(ContactMode.Coulomb, new(0, 0, 0.5), new(0, 0, 1), friction);
        using ISimulator simulator = Create(body, [Rigid()], new(9.81 * Math.Sin(angle), 0, -9.81 * Math.Cos(angle)), floor);
        for (int i = 0; i < 30; i++) simulator.Advance(duration / 30);
        double expected = Math.Max(0, 9.81 * (Math.Sin(angle) - friction * Math.Cos(angle)) * duration);
        Assert.Equal(expected, Bodies.MeanVelocity(simulator).X.Value, 0.005);
    }

    [Fact]
    public void BallOnABall_OfEveryKind_IsStopped()
    {
        // A body on a sampled distance and on a formula rests at the same height.
        foreach (ColliderShape shape in (ColliderShape[])[new BoxShape(new(0.3, 0.3, 0.1)), new DistanceShape(MeshDistance.Sample(MeshDistanceTests.Box(new(0.3, 0.3, 0.1)), 0.025))])
        {
            ParticleSet body = ParticleLattices.Box(new(0.45, 0.95, 0.72), 6, 6, 6, CellSize / 2, 2000);
            Collider table = new(shape, MotionPath.At(new(0.52, 1.02, 0.6)), new(ContactMode.Coulomb, 0.5));
            using ISimulator simulator = Create(body, [Rigid()], new(0, 0, -9.81), table);
            for (int i = 0; i < 40; i++) simulator.Advance(0.02);
            ParticleSet state = Bodies.StateOf(simulator);
            double bottom = Enumerable.Range(0, state.Count).Min(p => state.X[3 * p + 2]) - CellSize / 4;
            Assert.Equal(0.7, bottom, 0.05 * CellSize);
        }
    }

    [Fact]
    public void Tracers_CarriedByABody_AreWhereTheBodyIs()
    {
        ParticleSet body = Brick(material: 0);
        ParticleLattices.SetRigidVelocity(body, new(0.3, -0.2, 0.1), new(1, 3, 1.5), Center);
        TracerSet tracers = TracerSet.At(body.X);
        tracers.Carriers = new int[body.Count];
        using ISimulator simulator = Simulators.Create(Setup(body, [Rigid()]).On(engine) with { Tracers = tracers });
        for (int i = 0; i < 10; i++) simulator.Advance(0.01);
        ParticleSet state = Bodies.StateOf(simulator);
        for (int p = 0; p < body.Count; p++)
        {
            Bodies.AssertVector(state.Position(p), simulator.Tracers.Position(p), rounding);
            Assert.Equal(state.F[9 * p + 1], simulator.Tracers.F[9 * p + 1], rounding);
        }
    }

    [Fact]
    public void FailedFrame_IsUndone()
    {
        ParticleSet body = Brick(material: 0);
        ParticleLattices.SetRigidVelocity(body, new(2, 0, 0), new(1, 3, 1.5), Center);
        using ISimulator simulator = Create(body, [Rigid()]);
        simulator.Advance(0.05);
        ParticleSet before = Bodies.StateOf(simulator);
        Assert.Throws<ParticleLeftDomainException>(() => simulator.Advance(2));
        ParticleSet after = Bodies.StateOf(simulator);
        Assert.Equal(before.X, after.X);
        Assert.Equal(before.V, after.V);
        Assert.Equal(before.C, after.C);
    }

    [Fact]
    public void ResumedFromAFile_RepeatsTheFrames()
    {
        ParticleSet body = Brick(material: 0);
        ParticleLattices.SetRigidVelocity(body, new(0.2, 0, -0.4), new(1, 3, 1.5), Center);
        PlaneBoundary floor = new(ContactMode.Coulomb, new(0, 0, 0.7), new(0, 0, 1), 0.4);
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            using ISimulator simulator = Create(body, [Rigid()], new(0, 0, -9.81), floor), resumed = Create(body, [Rigid()], new(0, 0, -9.81), floor);
            simulator.Advance(0.02);
            simulator.Advance(0.02);
            using (StateWriter writer = new(path, "restart", 1))
            {
                simulator.Save(writer);
                writer.Commit();
            }

            using (StateReader reader = new(path, "restart", 1)) resumed.Restore(reader);
            for (int i = 0; i < 10; i++)
            {
                simulator.Advance(0.02);
                resumed.Advance(0.02);
            }

            Assert.Equal(Bodies.StateOf(simulator).X, Bodies.StateOf(resumed).X);
            Assert.Equal(Bodies.StateOf(simulator).V, Bodies.StateOf(resumed).V);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void SetupsThatCannotBeMeant_AreRefused()
    {
        Assert.Contains("transfer", Assert.Throws<SimulationSetupException>(() => Simulators.Create(
            Setup(Brick(material: 0), [Rigid()]).On(engine) with { Transfer = TransferOptions.Flip() })).Message, StringComparison.Ordinal);
        ParticleSet body = Brick(material: 0);
        Array.Clear(body.Mass);
        Assert.Contains("mass", Assert.Throws<SimulationSetupException>(() => Create(body, [Rigid()])).Message, StringComparison.Ordinal);
        Assert.Contains("rigid", Assert.Throws<SimulationSetupException>(
            () => Create(Brick(material: 0), [Bodies.Elastic() with { Path = MotionPath.At(default) }])).Message, StringComparison.Ordinal);
    }

    private static Material Rigid() => new("stone", Laws.Find("rigid"), new Dictionary<string, double>(), 2000);

    // Three different edges, so that it tumbles.
    private static ParticleSet Brick(int material)
    {
        const double spacing = CellSize / 2;
        return ParticleLattices.Box(Center - new Vector3<Real64>(3 * spacing, 2 * spacing, 4.5 * spacing), 6, 4, 9, spacing, 2000, material);
    }

    private ISimulator Create(ParticleSet particles, Material[] materials, Vector3<Real64> gravity = default, params IGridBoundary[] boundaries) =>
        Simulators.Create(Setup(particles, materials).On(engine) with { Gravity = gravity, Boundaries = boundaries });

    private static SimulationSetup Setup(ParticleSet particles, Material[] materials) => Bodies.Setup(Domain, particles, materials);

    private void AssertShape(ParticleSet before, ParticleSet after) => AssertShape(before, after, 0, before.Count);

    // All distances to some particles are as they were, and F is a rotation.
    private void AssertShape(ParticleSet before, ParticleSet after, int first, int end)
    {
        for (int p = first; p < end; p++)
        {
            foreach (int q in (int[])[first, (first + end) / 2, end - 1])
            {
                double was = (before.Position(p) - before.Position(q)).Length.Value, now = (after.Position(p) - after.Position(q)).Length.Value;
                Assert.Equal(was, now, rounding);
            }

            Matrix3x3<Real64> f = after.DeformationGradient(p);
            Assert.True((f * f.Transposed - Matrix3x3<Real64>.Identity).SquaredNorm.Value < 100 * rounding * rounding);
        }
    }
}

public sealed class ReferenceRigidMaterialTests() : RigidMaterialTests(Engines.Double, rounding: 1e-12);

// Float rounding of positions in cells and velocities of about 1 m/s over up to a hundred substeps.
public sealed class FastRigidMaterialTests() : RigidMaterialTests(Engines.Fast, rounding: 1e-6)
{
    [Fact]
    public void AnyNumberOfWorkers_GivesTheSameBits()
    {
        ParticleSet jelly = ParticleLattices.Box(new(0.4, 0.9, 0.7), 12, 12, 8, 0.025, 1000, material: 1);
        ParticleSet stone = ParticleLattices.Box(new(0.4, 0.95, 0.92), 12, 12, 12, 0.025, 3000, material: 0);
        Bodies.SetVelocity(stone, new(0, 0.2, -1));
        Material rigid = new("stone", Laws.Find("rigid"), new Dictionary<string, double>(), 2000);
        SimulationSetup setup = Bodies.Setup(new(new(-0.3, 0.2, 0.1), 0.05, 36, 36, 36), ParticleSet.Join(stone, jelly), rigid, Bodies.Elastic())
            with
        { Backend = SimulationBackend.Fast };
        ParticleSet? first = null;
        foreach (int workers in (int[])[1, 2, 3])
        {
            using WorkerPool pool = new(workers);
            using ISimulator simulator = Simulators.Create(setup with { Workers = pool });
            simulator.Advance(0.02);
            ParticleSet state = Bodies.StateOf(simulator);
            first ??= state;
            Assert.Equal(first.X, state.X);
            Assert.Equal(first.V, state.V);
        }
    }
}
