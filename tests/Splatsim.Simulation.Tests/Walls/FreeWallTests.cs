using Splatsim.Mathematics;
using Splatsim.Mechanics;
using Splatsim.Simulation;

namespace Splatsim.Tests.Walls;

/// <summary>Rigid bodies and stones that meet free plates and disks, against the mechanics of rigid bodies, on both CPU back ends.</summary>
public abstract class FreeWallTests(string engine, double rounding) : RigidWallScenes(engine)
{
    [Theory]
    [InlineData(0.0)]
    [InlineData(0.5)]
    [InlineData(1.0)]
    public void BallThatMeetsAFreePlateHeadOn_PartsAsNewtonsLawOfImpactSays(double restitution)
    {
        ContactSurface surface = new(ContactMode.Separate, 0, restitution);
        RigidBody ball = new(new SphereShape(0.1), 1, surface) { Position = new(1, 1, 1.2), Velocity = new(0, 0, -1) };
        RigidBody plate = new(new PlateShape(0.2, 0.2), 2, surface) { Position = new(1, 1, 0.9), Orientation = Upward, Velocity = new(0, 0, 0.5) };
        using ISimulator simulator = Create(Nothing(), [ball, plate], default);
        for (int i = 0; i < 30; i++) simulator.Advance(0.01);
        // The centre of mass rests; the approach of 1.5 m/s becomes a parting with e of it, shared as 2 : 1.
        Bodies.AssertVector(new(0, 0, restitution), simulator.Bodies[0].Momentum, 1e-9);
        Bodies.AssertVector(new(0, 0, -restitution), simulator.Bodies[1].Momentum, 1e-9);
    }

    [Theory]
    [InlineData("plate")]
    [InlineData("disk")]
    public void BodyAndFreeWallThatMeetAskew_KeepTheirMomenta(string form)
    {
        RigidBody box = new(new BoxShape(new(0.1, 0.07, 0.12)), 1.3, new(ContactMode.Coulomb, 0.4, 0.3))
        {
            Position = new(0.7, 1, 1),
            Orientation = new Quaternion<Real64>(0.9, 0.1, -0.2, 0.3).Normalized,
            Velocity = new(1, 0.1, 0),
            AngularVelocity = new(2, -1, 0.5),
        };
        // Its edge comes first.
        RigidBody wall = new(form == "plate" ? new PlateShape(0.15, 0.2) : new DiskShape(0.17), 0.8, new(ContactMode.Coulomb, 0.3, 0.5))
        {
            Position = new(1.05, 1.03, 0.97),
            Orientation = new Quaternion<Real64>(0.95, 0.2, 0.1, 0.1).Normalized,
            Velocity = new(-1, 0, 0.2),
            AngularVelocity = new(0, 3, 1),
        };
        using ISimulator simulator = Create(Nothing(), [box, wall], default);
        Bodies.AssertMeetAndKeepMomenta(simulator);
    }

    [Fact]
    public void FreePlateOnABox_RestsOnIt()
    {
        ContactSurface rough = new(ContactMode.Coulomb, 0.5);
        RigidBody box = new(new BoxShape(new(0.1, 0.1, 0.1)), 3, rough) { Position = new(1, 1, 0.705) };
        RigidBody plate = new(new PlateShape(0.2, 0.2), 1, rough) { Position = new(1.02, 0.99, 0.82), Orientation = Upward };
        PlaneBoundary floor = new(ContactMode.Coulomb, new(0, 0, 0.6), new(0, 0, 1), 0.5);
        using ISimulator simulator = Create(Nothing(), [box, plate], new(0, 0, -Gravity), floor);
        for (int i = 0; i < 60; i++) simulator.Advance(0.01);
        Bodies.AssertVector(new(1, 1, 0.7), simulator.Bodies[0].Position, 0.03 * CellSize);
        Bodies.AssertVector(new(1.02, 0.99, 0.8), simulator.Bodies[1].Position, 0.05 * CellSize);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.5)]
    [InlineData(1.0)]
    public void StoneThatMeetsAFreePlateHeadOn_PartsAsNewtonsLawOfImpactSays(double restitution)
    {
        const double mass = 6 * 6 * 6 * 0.025 * 0.025 * 0.025 * 2000;
        ParticleSet stone = ParticleLattices.Box(new(0.9, 0.9, 1.1), 6, 6, 6, CellSize / 2, 2000);
        Bodies.SetVelocity(stone, new(0, 0, -1));
        RigidBody plate = new(new PlateShape(0.2, 0.2), 2, new(ContactMode.Separate, 0, restitution)) { Position = new(0.975, 0.975, 0.9), Orientation = Upward, Velocity = new(0, 0, 0.5) };
        using ISimulator simulator = Create(stone, [plate], default);
        for (int i = 0; i < 30; i++) simulator.Advance(0.01);
        // What the centre of mass has, and e of the approach of 1.5 m/s shared by the other's part of the mass.
        double common = (2 * 0.5 - mass) / (2 + mass), parting = 1.5 * restitution;
        Bodies.AssertVector(new(0, 0, common + parting * 2 / (2 + mass)), Bodies.MeanVelocity(simulator), 1e-4 + 10 * rounding);
        Bodies.AssertVector(new(0, 0, common - parting * mass / (2 + mass)), new Real64(0.5) * simulator.Bodies[0].Momentum, 1e-4 + 10 * rounding);
    }

    [Theory]
    [InlineData("plate")]
    [InlineData("disk")]
    public void StoneAndFreeWallThatMeetAskew_KeepTheirMomenta(string form)
    {
        Vector3<Real64> center = new(0.7, 1, 1);
        ParticleSet stone = ParticleLattices.Box(center - new Vector3<Real64>(0.1, 0.075, 0.125), 8, 6, 10, CellSize / 2, 2000);
        ParticleLattices.SetRigidVelocity(stone, new(1, 0.1, 0), new(2, -1, 0.5), center);
        RigidBody wall = new(form == "plate" ? new PlateShape(0.15, 0.2) : new DiskShape(0.17), 0.8, new(ContactMode.Coulomb, 0.3, 0.5))
        {
            Position = new(1.05, 1.03, 0.97),
            Orientation = new Quaternion<Real64>(0.95, 0.2, 0.1, 0.1).Normalized,
            Velocity = new(-1, 0, 0.2),
            AngularVelocity = new(0, 3, 1),
        };
        double[] after = AssertMomentaAreKept(stone, wall);
        Assert.True(after[0] > -0.4, "they have not met");
    }

    [Fact]
    public void StoneAndJellyThatLandOnAFreePlate_KeepTheirMomenta()
    {
        // Side by side: nodes below the plate have mass of both, and the plate meets the stone as a whole, the jelly at the nodes.
        ParticleSet stone = ParticleLattices.Box(new(0.9, 0.9, 0.8), 6, 8, 6, CellSize / 2, 2000);
        ParticleSet jelly = ParticleLattices.Box(new(1.05, 0.9, 0.8), 6, 8, 6, CellSize / 2, 1000, material: 1);
        ParticleSet both = ParticleSet.Join(stone, jelly);
        Bodies.SetVelocity(both, new(0.1, 0, -0.5));
        RigidBody plate = new(new PlateShape(0.25, 0.2), 2, new(ContactMode.Coulomb, 0.3)) { Position = new(1.03, 1, 0.76), Orientation = Upward, Velocity = new(0, 0, 0.5) };
        double[] after = AssertMomentaAreKept(both, plate);
        Assert.True(after[2] < 0, "they have not met");
    }

    // The body's momentum afterwards.
    private double[] AssertMomentaAreKept(ParticleSet matter, RigidBody wall)
    {
        using ISimulator simulator = Create(matter, [wall], default);
        (Vector3<Real64> momentum, Vector3<Real64> angular) = Bodies.MomentaOf(simulator);
        for (int i = 0; i < 30; i++) simulator.Advance(0.01);
        (Vector3<Real64> after, Vector3<Real64> angularAfter) = Bodies.MomentaOf(simulator);
        // In double 1e-12 of some 10 kg m/s, else float rounding over some hundred substeps.
        double tolerance = rounding < 1e-9 ? 1e-11 : 3e-4;
        Bodies.AssertVector(momentum, after, tolerance);
        Bodies.AssertVector(angular, angularAfter, tolerance);
        Vector3<Real64> body = simulator.Bodies[0].Momentum;
        return [body.X.Value, body.Y.Value, body.Z.Value];
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void StoneAndFreePlate_RestOnEachOther(bool isPlateBelow)
    {
        // On a floor at 0.6: each carries the other, and none sinks in.
        double stoneBottom = isPlateBelow ? 0.62 : 0.6, height = isPlateBelow ? 0.605 : 0.81;
        ParticleSet stone = ParticleLattices.Box(new(0.9, 0.9, stoneBottom), 8, 8, 8, CellSize / 2, 2000);
        RigidBody plate = new(new PlateShape(0.2, 0.2), 1, new(ContactMode.Coulomb, 0.5)) { Position = new(1.02, 0.99, height), Orientation = Upward };
        PlaneBoundary floor = new(ContactMode.Coulomb, new(0, 0, 0.6), new(0, 0, 1), 0.5);
        using ISimulator simulator = Create(stone, [plate], new(0, 0, -Gravity), floor);
        for (int i = 0; i < 60; i++) simulator.Advance(0.01);
        Bodies.AssertVector(new(1, 1, 0.7), simulator.Statistics().CenterOfMass, 0.05 * CellSize);
        Bodies.AssertVector(new(1.02, 0.99, isPlateBelow ? 0.6 : 0.8), simulator.Bodies[0].Position, 0.05 * CellSize);
    }

    [Fact]
    public void StoneOnAPath_PushesAFreePlateAhead()
    {
        ParticleSet stone = ParticleLattices.Box(new(0.9, 0.9, 0.9), 6, 6, 6, CellSize / 2, 2000);
        RigidBody plate = new(new PlateShape(0.2, 0.2), 1, new(ContactMode.Separate)) { Position = new(0.975, 0.975, 1.09), Orientation = Upward };
        Material rising = new("stone", Laws.Find("rigid"), new Dictionary<string, double>(), 2000) { Path = MotionPath.Linear(new(0.975, 0.975, 0.975), new(0, 0, 1)) };
        using ISimulator simulator = Simulators.Create(Setup(stone, [plate], default) with { Materials = [rising, Bodies.Elastic()] });
        for (int i = 0; i < 40; i++) simulator.Advance(0.01);
        // Its upper face after 0.4 s, and its velocity.
        Assert.Equal(0.9 + 0.15 + 0.4, simulator.Bodies[0].Position.Z.Value, 0.05 * CellSize);
        Assert.Equal(1, simulator.Bodies[0].Momentum.Z.Value, 1e-3);
    }
}

public sealed class ReferenceFreeWallTests() : FreeWallTests(Engines.Double, rounding: 1e-12);

// Float rounding of positions in cells and velocities of about 1 m/s over up to a hundred substeps.
public sealed class FastFreeWallTests() : FreeWallTests(Engines.Fast, rounding: 1e-6);
