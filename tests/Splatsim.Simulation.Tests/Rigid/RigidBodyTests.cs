using Splatsim.Mathematics;
using Splatsim.Simulation;

namespace Splatsim.Tests;

/// <summary>Free rigid colliders against the mechanics of rigid bodies.</summary>
public abstract class RigidBodyTests(string engine, double rounding)
{
    private const double CellSize = 0.05;
    private static readonly GridDomain Domain = new(default, CellSize, 36, 36, 36);

    public static TheoryData<ContactMode> Modes => [.. Enum.GetValues<ContactMode>()];

    [Theory]
    [MemberData(nameof(Modes))]
    public void BodyAndJelly_OfEveryMode_KeepTheirMomenta(ContactMode mode)
    {
        ParticleSet jelly = Bodies.Cube(new(0.7, 0.7, 0.5), 10, CellSize);
        ContactSurface surface = new(mode, mode == ContactMode.Coulomb ? 0.3 : 0, mode is ContactMode.Coulomb or ContactMode.Separate ? 0.2 : 0);
        // Much lighter than the matter that it touches: the case in which a step by step exchange would overshoot.
        RigidBody body = new(new BoxShape(new(0.09, 0.11, 0.07)), 1.5, surface)
        {
            Position = new(0.85, 0.8, 0.83),
            Orientation = new Quaternion<Real64>(0.9, 0.1, -0.2, 0.3).Normalized,
            Velocity = new(0.2, 0.1, -1.5),
            AngularVelocity = new(2, -1, 0.5),
        };
        using ISimulator simulator = Create(jelly, body);
        (Vector3<Real64> momentum, Vector3<Real64> angular) = Bodies.MomentaOf(simulator);
        double falling = simulator.Bodies[0].Momentum.Z.Value;
        for (int i = 0; i < 10; i++) simulator.Advance(0.01);
        (Vector3<Real64> momentumAfter, Vector3<Real64> angularAfter) = Bodies.MomentaOf(simulator);
        Bodies.AssertVector(momentum, momentumAfter, rounding);
        Bodies.AssertVector(angular, angularAfter, rounding);
        Assert.True(simulator.Bodies[0].Momentum.Z.Value > 0.7 * falling, "the jelly has not slowed the body");
    }

    [Fact]
    public void BodyWithoutMatter_FliesAndTumblesFreely()
    {
        ParticleSet none = Bodies.Cube(new(0.2, 0.2, 0.2), 2, CellSize);
        RigidBody body = new(new BoxShape(new(0.05, 0.1, 0.2)), 2, new(ContactMode.Separate))
        {
            Position = new(1, 1, 1),
            Velocity = new(0.3, 0.2, 0.1),
            AngularVelocity = new(0.1, 4, 0.2),
        };
        using ISimulator simulator = Create(none, body, new(0, 0, -1));
        RigidState before = simulator.Bodies[0];
        for (int i = 0; i < 20; i++) simulator.Advance(0.01);
        RigidState after = simulator.Bodies[0];
        Bodies.AssertVector(before.Momentum + new Vector3<Real64>(0, 0, -0.4), after.Momentum, 1e-12);
        Bodies.AssertVector(before.AngularMomentum, after.AngularMomentum, 1e-14);
        Assert.Equal(0.06, after.Position.X.Value - 1, 1e-12);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.5)]
    [InlineData(1.0)]
    public void BallThatHitsAFloor_ReboundsWithItsPartOfTheSpeed(double restitution)
    {
        ParticleSet none = Bodies.Cube(new(0.2, 0.2, 0.2), 2, CellSize);
        RigidBody ball = new(new SphereShape(0.1), 1, new(ContactMode.Separate)) { Position = new(1, 1, 0.75), Velocity = new(0, 0, -1) };
        PlaneBoundary floor = new(ContactMode.Separate, new(0, 0, 0.6), new(0, 0, 1)) { Restitution = restitution };
        using ISimulator simulator = Create(none, ball, default, floor);
        for (int i = 0; i < 10; i++) simulator.Advance(0.01);
        Assert.Equal(restitution, simulator.Bodies[0].Momentum.Z.Value, 1e-9);
    }

    [Fact]
    public void BallThatRolls_HasTheAccelerationOfABall()
    {
        // A solid ball on an incline rolls with 5/7 g sin(theta) where friction exceeds 2/7 tan(theta).
        ParticleSet none = Bodies.Cube(new(0.2, 0.2, 0.2), 2, CellSize);
        RigidBody ball = new(new SphereShape(0.1), 1, new(ContactMode.Coulomb, 0.5)) { Position = new(0.5, 1, 0.7) };
        PlaneBoundary floor = new(ContactMode.Coulomb, new(0, 0, 0.6), new(0, 0, 1), 0.5);
        const double angle = 0.3, duration = 0.4;
        using ISimulator simulator = Create(none, ball, new(9.81 * Math.Sin(angle), 0, -9.81 * Math.Cos(angle)), floor);
        for (int i = 0; i < 20; i++) simulator.Advance(duration / 20);
        double expected = 5.0 / 7 * 9.81 * Math.Sin(angle) * duration;
        Assert.Equal(expected, simulator.Bodies[0].Momentum.X.Value, 1e-3 * expected);
    }

    [Fact]
    public void Sticky_PullsTheBodyAlong_ToTheCommonVelocity()
    {
        // Matter that surrounds a small body moves on with it as one: (m v) / (m + M), whatever the ratio.
        ParticleSet jelly = Bodies.Cube(new(0.6, 0.6, 0.6), 12, CellSize);
        Bodies.SetVelocity(jelly, new(0.4, 0, 0));
        RigidBody body = new(new SphereShape(0.07), 0.5, new(ContactMode.Sticky)) { Position = new(0.75, 0.75, 0.75) };
        using ISimulator simulator = Create(jelly, body);
        (Vector3<Real64> momentum, _) = Bodies.MomentaOf(simulator);
        for (int i = 0; i < 20; i++) simulator.Advance(0.02);
        (Vector3<Real64> after, _) = Bodies.MomentaOf(simulator);
        Bodies.AssertVector(momentum, after, rounding);
        double common = momentum.X.Value / (jelly.Mass.Sum() + 0.5);
        // The jelly around it still sways a little.
        Assert.Equal(common, simulator.Bodies[0].Momentum.X.Value / 0.5, 0.25 * common);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.5)]
    [InlineData(1.0)]
    public void BallsThatMeetHeadOn_PartAsNewtonsLawOfImpactSays(double restitution)
    {
        ParticleSet none = Bodies.Cube(new(0.2, 0.2, 0.2), 2, CellSize);
        ContactSurface surface = new(ContactMode.Separate, 0, restitution), hard = new(ContactMode.Separate, 0, 1);
        RigidBody first = new(new SphereShape(0.1), 1, surface) { Position = new(0.7, 1, 1), Velocity = new(1, 0, 0) };
        RigidBody second = new(new SphereShape(0.15), 2, hard) { Position = new(1.2, 1, 1), Velocity = new(-0.5, 0, 0) };
        using ISimulator simulator = Create(none, [first, second]);
        for (int i = 0; i < 30; i++) simulator.Advance(0.01);
        // The centre of mass rests; the approach of 1.5 m/s becomes a parting with e of it, shared as 2 : 1. The duller surface counts.
        Bodies.AssertVector(new(-restitution, 0, 0), simulator.Bodies[0].Momentum, 1e-9);
        Bodies.AssertVector(new(restitution, 0, 0), simulator.Bodies[1].Momentum, 1e-9);
        Bodies.AssertVector(default, simulator.Bodies[0].Momentum + simulator.Bodies[1].Momentum, 1e-12);
    }

    [Fact]
    public void BodiesThatMeetAskew_KeepTheirMomenta()
    {
        ParticleSet none = Bodies.Cube(new(0.2, 0.2, 0.2), 2, CellSize);
        RigidBody box = new(new BoxShape(new(0.1, 0.07, 0.12)), 1.3, new(ContactMode.Coulomb, 0.4, 0.3))
        {
            Position = new(0.7, 1, 1),
            Orientation = new Quaternion<Real64>(0.9, 0.1, -0.2, 0.3).Normalized,
            Velocity = new(1, 0.1, 0),
            AngularVelocity = new(2, -1, 0.5),
        };
        RigidBody capsule = new(new CapsuleShape(0.06, 0.1), 0.8, new(ContactMode.Sticky)) { Position = new(1.05, 1.03, 0.97), Velocity = new(-1, 0, 0.2), AngularVelocity = new(0, 3, 1) };
        using ISimulator simulator = Create(none, [box, capsule]);
        Bodies.AssertMeetAndKeepMomenta(simulator);
    }

    [Fact]
    public void BoxOnABox_RestsOnIt()
    {
        ParticleSet none = Bodies.Cube(new(0.2, 0.2, 0.2), 2, CellSize);
        ContactSurface rough = new(ContactMode.Coulomb, 0.5);
        RigidBody lower = new(new BoxShape(new(0.2, 0.2, 0.1)), 3, rough) { Position = new(1, 1, 0.705) };
        RigidBody upper = new(new BoxShape(new(0.1, 0.1, 0.1)), 1, rough) { Position = new(1.03, 0.98, 0.91) };
        PlaneBoundary floor = new(ContactMode.Coulomb, new(0, 0, 0.6), new(0, 0, 1), 0.5);
        using ISimulator simulator = Create(none, [lower, upper], new(0, 0, -9.81), floor);
        for (int i = 0; i < 100; i++) simulator.Advance(0.01);
        // Points may rest 0.01 cells deep; a fall of 1 s would be 4.9 m.
        Bodies.AssertVector(new(1, 1, 0.7), simulator.Bodies[0].Position, 0.03 * CellSize);
        Bodies.AssertVector(new(1.03, 0.98, 0.9), simulator.Bodies[1].Position, 0.05 * CellSize);
        Assert.All(simulator.Bodies, b => Assert.Equal(0, b.Momentum.Length.Value, 1e-2));
        Assert.All(simulator.Bodies, b => Assert.Equal(1, Math.Abs(b.Orientation.W.Value), 1e-6));
    }

    [Fact]
    public void BoxThatSlidesOnABox_FeelsTheSlipperierSurface()
    {
        ParticleSet none = Bodies.Cube(new(0.2, 0.2, 0.2), 2, CellSize);
        RigidBody lower = new(new BoxShape(new(0.4, 0.2, 0.1)), 1e6, new(ContactMode.Coulomb, 0.8)) { Position = new(1, 1, 0.7) };
        RigidBody upper = new(new BoxShape(new(0.1, 0.1, 0.05)), 1, new(ContactMode.Coulomb, 0.3)) { Position = new(0.8, 1, 0.85), Velocity = new(1.5, 0, 0) };
        PlaneBoundary floor = new(ContactMode.Sticky, new(0, 0, 0.6), new(0, 0, 1));
        using ISimulator simulator = Create(none, [lower, upper], new(0, 0, -9.81), floor);
        for (int i = 0; i < 20; i++) simulator.Advance(0.01);
        double lost = 0.3 * 9.81 * 0.2;
        Assert.Equal(1.5 - lost, simulator.Bodies[1].Momentum.X.Value, 0.02 * lost);
    }

    [Fact]
    public void Setups_ThatCannotBeMeant_AreRefused()
    {
        Assert.Throws<SimulationSetupException>(() => new RigidBody(new SphereShape(1), 0, new(ContactMode.Sticky)));
        Assert.Throws<SimulationSetupException>(() => new RigidBody(new PlaneShape(), 1, new(ContactMode.Sticky)));
        Assert.Throws<SimulationSetupException>(() => new RigidBody(new SphereShape(1, isHollow: true), 1, new(ContactMode.Sticky)));
        ParticleSet none = Bodies.Cube(new(0.2, 0.2, 0.2), 2, CellSize);
        RigidBody plate = new(new PlateShape(0.1, 0.1), 1, new(ContactMode.Sticky));
        Assert.Throws<SimulationSetupException>(() => Create(none, [plate, plate]));
    }

    private ISimulator Create(ParticleSet particles, RigidBody body, Vector3<Real64> gravity = default, params IGridBoundary[] boundaries) =>
        Create(particles, [body], gravity, boundaries);

    private ISimulator Create(ParticleSet particles, RigidBody[] bodies, Vector3<Real64> gravity = default, params IGridBoundary[] boundaries) =>
        Simulators.Create(Bodies.Setup(Domain, particles).On(engine) with { Gravity = gravity, Boundaries = boundaries, RigidBodies = bodies });
}

public sealed class ReferenceRigidBodyTests() : RigidBodyTests(Engines.Double, rounding: 1e-12);

// Float rounding of momenta of some kg m/s over some hundred substeps.
public sealed class FastRigidBodyTests() : RigidBodyTests(Engines.Fast, rounding: 3e-4);
