using Splatsim.Mathematics;
using Splatsim.Simulation;

namespace Splatsim.Tests.Walls;

/// <summary>Rigid bodies and surfaces without thickness against the mechanics of rigid bodies, on both CPU back ends.</summary>
public abstract class RigidWallTests(string engine, double rounding) : RigidWallScenes(engine)
{
    [Theory]
    [InlineData(0.0, true)]
    [InlineData(0.5, false)]
    [InlineData(1.0, true)]
    public void BallThatHitsAPlate_ReboundsWithItsPartOfTheSpeed(double restitution, bool fromAbove)
    {
        // Newton's law of impact, from either side.
        double side = fromAbove ? 1 : -1;
        RigidBody ball = new(new SphereShape(0.1), 1, new(ContactMode.Separate)) { Position = new(1, 1, 0.9 + 0.15 * side), Velocity = new(0, 0, -side) };
        Collider plate = Level(0.9, 0.3, new(ContactMode.Separate, 0, restitution));
        using ISimulator simulator = Create(Nothing(), [ball], default, plate);
        for (int i = 0; i < 10; i++) simulator.Advance(0.01);
        Assert.Equal(side * restitution, simulator.Bodies[0].Momentum.Z.Value, 1e-9);
    }

    [Theory]
    // On a plane of nodes, between two, near one.
    [InlineData(0.6, 1.0)]
    [InlineData(0.625, 1.0)]
    [InlineData(0.61, 0.0)]
    public void BodiesAtTheCourantLimit_NeverEndOnTheOtherSide(double height, double spin)
    {
        // As fast as the step allows, many times: each rebound is one chance to slip through.
        RigidBody ball = new(new SphereShape(0.06), 1, new(ContactMode.Coulomb, 0.3)) { Position = new(0.7, 0.7, height + 0.3), Velocity = new(0, 0, -30), AngularVelocity = new(40 * spin, 0, 0) };
        RigidBody box = new(new BoxShape(new(0.06, 0.05, 0.07)), 1, new(ContactMode.Separate)) { Position = new(1.1, 1, height + 0.3), Velocity = new(0, 0, -30), AngularVelocity = new(5 * spin, 9 * spin, 2 * spin) };
        Collider floor = Level(height, 2, new(ContactMode.Coulomb, 0.3, 0.9)), lid = Level(height + 0.6, 2, new(ContactMode.Coulomb, 0.3, 0.9));
        using ISimulator simulator = Simulators.Create(
            Setup(Nothing(), [ball, box], new(0, 0, -Gravity), floor, lid) with { StepPolicy = new() { CourantNumber = StepPolicy.LargestCourantNumber } });
        for (int i = 0; i < 60; i++)
        {
            simulator.Advance(0.005);
            // Centres are at least half the least edge from a wall, less what points may rest in it and what one step takes back of.
            Assert.All(simulator.Bodies, b => Assert.InRange(b.Position.Z.Value, height + 0.045, height + 0.6 - 0.045));
        }

        Assert.All(simulator.Bodies, b => Assert.True(b.Momentum.Length.Value < 29, "a body has met nothing"));
    }

    [Fact]
    public void StoneAtTheCourantLimit_NeverEndsOnTheOtherSide()
    {
        // Between a plate and a lid, and a wall that comes towards it: whose steps are as long as they may be.
        Vector3<Real64> center = new(1, 1, 0.95);
        ParticleSet stone = ParticleLattices.Box(center - new Vector3<Real64>(0.075, 0.05, 0.1), 6, 4, 8, CellSize / 2, 2000);
        ParticleLattices.SetRigidVelocity(stone, new(0, 0, -30), new(30, 5, 3), center);
        ContactSurface surface = new(ContactMode.Separate, 0, 0.9);
        Collider rising = new(new PlateShape(2, 2), MotionPath.Steady(new(1, 1, 0.61), Upward, new(0, 0, 0.3), default), surface);
        using ISimulator simulator = Simulators.Create(
            Setup(stone, [], default, rising, Level(1.3, 2, surface)) with { StepPolicy = new() { CourantNumber = StepPolicy.LargestCourantNumber } });
        for (int i = 0; i < 60; i++)
        {
            simulator.Advance(0.005);
            // Half the least edge, less what points may rest in a wall.
            Assert.InRange(simulator.Statistics().CenterOfMass.Z.Value, 0.61 + 0.3 * simulator.Time + 0.04, 1.3 - 0.04);
        }
    }

    [Fact]
    public void BoxOnAPlate_RestsOnIt_WhateverIsUnderIt()
    {
        // Jelly that presses on the plate from below moves as if there were no box.
        ParticleSet jelly = Bodies.Cube(new(0.9, 0.9, 0.7), 8, CellSize);
        Bodies.SetVelocity(jelly, new(0, 0, 0.3));
        RigidBody box = new(new BoxShape(new(0.1, 0.1, 0.1)), 3, new(ContactMode.Coulomb, 0.5)) { Position = new(1.01, 0.98, 1.01) };
        Collider plate = Level(0.9, 0.3, new(ContactMode.Coulomb, 0.5));
        using ISimulator both = Create(jelly, [box], new(0, 0, -Gravity), plate), alone = Create(jelly, [], new(0, 0, -Gravity), plate);
        for (int i = 0; i < 25; i++)
        {
            both.Advance(0.01);
            alone.Advance(0.01);
        }

        // Points may rest 0.01 cells deep; a fall of 0.25 s would be 0.3 m.
        Bodies.AssertVector(new(1.01, 0.98, 1), both.Bodies[0].Position, 0.03 * CellSize);
        Assert.Equal(0, both.Bodies[0].Momentum.Length.Value, 1e-2);
        Assert.Equal(Bodies.StateOf(alone).X, Bodies.StateOf(both).X);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void UprightPlatesUnderABox_CarryItOnTheirEdges(bool isMatter)
    {
        // The edges run under the box between its points: 4 of them a side, or those of its particles.
        const double top = 0.8131;
        Collider[] legs = [.. new[] { 0.937, 1.061 }.Select(x => new Collider(
            new PlateShape(0.2, 0.3), MotionPath.At(new(x, 1, top - 0.3), Quaternion<Real64>.FromAxisAngle(new(0, 0, 1), Math.PI / 2)), new(ContactMode.Coulomb, 0.5)))];
        const double half = 0.1;
        RigidBody[] bodies = isMatter ? [] : [new(new BoxShape(new(half, half, half)), 2, new(ContactMode.Coulomb, 0.5)) { Position = new(1, 1, top + half + 0.01) }];
        ParticleSet matter = isMatter ? ParticleLattices.Box(new(0.9, 0.9, top + 0.01), 8, 8, 8, CellSize / 2, 2000) : Nothing();
        using ISimulator simulator = Create(matter, bodies, new(0, 0, -Gravity), legs);
        for (int i = 0; i < 50; i++) simulator.Advance(0.01);
        Vector3<Real64> center = isMatter ? simulator.Statistics().CenterOfMass : simulator.Bodies[0].Position;
        Bodies.AssertVector(new(1, 1, top + half), center, 0.05 * CellSize);
    }

    [Theory]
    [InlineData(0.0, true)]
    [InlineData(0.6, false)]
    public void DroppedStone_StaysOnItsSideOfAPlate(double restitution, bool fromAbove)
    {
        double side = fromAbove ? 1 : -1;
        Vector3<Real64> center = new(1, 1, 0.9 + 0.25 * side);
        ParticleSet stone = ParticleLattices.Box(center - new Vector3<Real64>(0.075, 0.05, 0.1125), 6, 4, 9, CellSize / 2, 2000);
        ParticleLattices.SetRigidVelocity(stone, new(0.1, 0, 0), new(1, 2, 0.5), center);
        using ISimulator simulator = Create(stone, [], new(0, 0, -side * Gravity), Level(0.9, 0.6, new(ContactMode.Coulomb, 0.4, restitution)));
        for (int i = 0; i < 60; i++)
        {
            simulator.Advance(0.02);
            ParticleSet state = Bodies.StateOf(simulator);
            // Particles are half a spacing inside the body.
            double lowest = Enumerable.Range(0, state.Count).Min(p => side * (state.X[3 * p + 2] - 0.9)) - CellSize / 4;
            Assert.True(lowest > -0.05 * CellSize, $"the stone is {-lowest} m in the plate");
        }

        Assert.True(Bodies.MeanVelocity(simulator).Length.Value < (restitution == 0 ? 0.02 : 0.5));
    }

    [Fact]
    public void StoneThatTumblesOntoEdges_IsNotCut()
    {
        Vector3<Real64> center = new(1.02, 1, 1.1), middle = new(1, 1, 0.7);
        ParticleSet stone = ParticleLattices.Box(center - new Vector3<Real64>(0.1, 0.075, 0.15), 8, 6, 12, CellSize / 2, 2000);
        ParticleLattices.SetRigidVelocity(stone, new(0, 0, -2), new(3, 4, 1), center);
        Collider[] crossed = [.. new[] { 0, Math.PI / 2 }.Select(a => new Collider(
            new PlateShape(0.25, 0.25), MotionPath.At(middle, Quaternion<Real64>.FromAxisAngle(new(0, 0, 1), a)), new(ContactMode.Coulomb, 0.3, 0.3)))];
        using ISimulator simulator = Create(stone, [], new(0, 0, -Gravity), [.. crossed, new PlaneBoundary(ContactMode.Coulomb, new(0, 0, 0.3), new(0, 0, 1), 0.3)]);
        double least = double.PositiveInfinity;
        for (int i = 0; i < 40; i++)
        {
            simulator.Advance(0.02);
            ParticleSet state = Bodies.StateOf(simulator);
            for (int p = 0; p < state.Count; p++)
            {
                // From a plate's rectangle: across x or across y.
                Vector3<Real64> d = state.Position(p) - middle;
                double x = Math.Abs(d.X.Value), y = Math.Abs(d.Y.Value), beyond = Math.Max(Math.Abs(d.Z.Value) - 0.25, 0);
                least = Math.Min(least, Math.Sqrt(Math.Min(y * y + Math.Pow(Math.Max(x - 0.25, 0), 2), x * x + Math.Pow(Math.Max(y - 0.25, 0), 2)) + beyond * beyond));
            }
        }

        // Half a spacing, less what an edge may sink in between two particles' places and what one step leaves: none are between particles.
        Assert.InRange(least, 0.3 * CellSize / 2, 0.7 * CellSize / 2);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ThingsInATurningTray_StayInIt(bool isMatter)
    {
        // A sheet of five faces, open upwards along y, which meets what is in it with its inner side, its edges and its corners.
        Vector3<Real64> middle = new(0.8, 0.9, 0.9), velocity = new(0.3, 0, 0);
        Collider tray = new(
            new SheetShape(ThinMeshes.OpenBox(new(0.5, 0.44, 0.4))), MotionPath.Steady(middle, Quaternion<Real64>.Identity, velocity, new(0, 1, 0)),
            new(ContactMode.Coulomb, 0.3, 0.3));
        RigidBody[] bodies = isMatter ? [] :
        [
            new(new SphereShape(0.06), 1, new(ContactMode.Coulomb, 0.3)) { Position = middle, Velocity = new(2, 0, 1) },
            new(new BoxShape(new(0.05, 0.04, 0.06)), 1, new(ContactMode.Coulomb, 0.3)) { Position = middle + new Vector3<Real64>(-0.1, 0.12, 0.05), Velocity = new(-1, 0, 2), AngularVelocity = new(4, 3, 2) },
        ];
        ParticleSet matter = isMatter ? ParticleLattices.Box(new(0.75, 0.85, 0.8), 5, 4, 3, CellSize / 2, 2000) : Nothing();
        if (isMatter) ParticleLattices.SetRigidVelocity(matter, new(1.5, -0.5, 1), new(2, 3, 4), new(0.8, 0.9, 0.84));
        using ISimulator simulator = Create(matter, bodies, new(0, -Gravity, 0), tray, new PlaneBoundary(ContactMode.Sticky, new(0, 0.15, 0), new(0, 1, 0)));
        for (int i = 0; i < 50; i++)
        {
            simulator.Advance(0.02);
            Matrix3x3<Real64> turn = Quaternion<Real64>.FromAxisAngle(new(0, 1, 0), simulator.Time).ToMatrix();
            foreach (Vector3<Real64> place in isMatter ? [simulator.Statistics().CenterOfMass] : simulator.Bodies.Select(b => b.Position))
            {
                // The least half edge, less what may rest in a wall.
                Vector3<Real64> within = turn.Transposed * (place - middle - new Real64(simulator.Time) * velocity);
                Assert.InRange(within.X.Value, -0.25 + 0.035, 0.25 - 0.035);
                Assert.InRange(within.Z.Value, -0.2 + 0.035, 0.2 - 0.035);
                Assert.True(within.Y.Value > -0.22 + 0.035, $"{within} at {simulator.Time} s");
            }
        }
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.35)]
    [InlineData(1.0)]
    public void StoneThatHitsAPlate_ReboundsWithItsPartOfTheSpeed(double restitution)
    {
        // A symmetric impact of a whole face: Newton's law for the body.
        ParticleSet stone = ParticleLattices.Box(new(0.9, 0.9, 0.95), 6, 6, 6, CellSize / 2, 2000);
        Bodies.SetVelocity(stone, new(0, 0, -1.2));
        Vector3<Real64> middle = new(0.975, 0.975, 0.85);
        Collider plate = new(new PlateShape(0.3, 0.3), MotionPath.At(middle, Upward), new(ContactMode.Separate, 0, restitution));
        using ISimulator simulator = Create(stone, [], default, plate);
        for (int i = 0; i < 20; i++) simulator.Advance(0.01);
        Bodies.AssertVector(new(0, 0, 1.2 * restitution), Bodies.MeanVelocity(simulator), 1e-4 + 10 * rounding);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void RisingPlate_LiftsWhatLiesOnIt(bool isMatter)
    {
        Collider lift = new(
            new PlateShape(0.3, 0.3), MotionPath.Steady(new(1, 1, 0.6), Upward, new(0, 0, 0.8), default), new(ContactMode.Coulomb, 0.5));
        RigidBody[] bodies = isMatter ? [] : [new(new BoxShape(new(0.1, 0.1, 0.1)), 2, new(ContactMode.Coulomb, 0.5)) { Position = new(1, 1, 0.73) }];
        ParticleSet matter = isMatter ? ParticleLattices.Box(new(0.9, 0.9, 0.63), 8, 8, 8, CellSize / 2, 2000) : Nothing();
        using ISimulator simulator = Create(matter, bodies, new(0, 0, -Gravity), lift);
        for (int i = 0; i < 50; i++) simulator.Advance(0.01);
        Vector3<Real64> center = isMatter ? simulator.Statistics().CenterOfMass : simulator.Bodies[0].Position;
        // The plate's way in 0.5 s.
        Bodies.AssertVector(new(1, 1, 0.6 + 0.4 + 0.1), center, 0.05 * CellSize);
    }

    [Fact]
    public void ResumedFromAFile_KnowsTheSidesOfItsBodies()
    {
        RigidBody box = new(new BoxShape(new(0.06, 0.05, 0.07)), 1, new(ContactMode.Coulomb, 0.3, 0.5)) { Position = new(1, 1, 0.99), Velocity = new(0, 0, -2), AngularVelocity = new(5, 2, 1) };
        ParticleSet stone = ParticleLattices.Box(new(0.7, 0.9, 0.72), 5, 4, 6, CellSize / 2, 2000);
        Bodies.SetVelocity(stone, new(0.2, 0, 0.5));
        foreach ((ParticleSet matter, RigidBody[] bodies) in new (ParticleSet, RigidBody[])[] { (Nothing(), [box]), (stone, []) })
        {
            using ISimulator simulator = Create(matter, bodies, new(0, 0, -Gravity), Level(0.9, 0.5, new(ContactMode.Coulomb, 0.4)));
            using ISimulator resumed = Create(matter, bodies, new(0, 0, -Gravity), Level(0.9, 0.5, new(ContactMode.Coulomb, 0.4)));
            for (int i = 0; i < 3; i++) simulator.Advance(0.013);
            string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
            try
            {
                using (StateWriter writer = new(path, "restart", 1))
                {
                    simulator.Save(writer);
                    writer.Commit();
                }

                using StateReader reader = new(path, "restart", 1);
                resumed.Restore(reader);
            }
            finally
            {
                File.Delete(path);
            }

            for (int i = 0; i < 10; i++)
            {
                simulator.Advance(0.02);
                resumed.Advance(0.02);
            }

            Assert.Equal(Bodies.StateOf(simulator).X, Bodies.StateOf(resumed).X);
            Assert.Equal(simulator.Bodies, resumed.Bodies);
        }
    }

    [Fact]
    public void PairsThatDoNotMeet_AreRefusedByName()
    {
        RigidBody plate = new(new PlateShape(0.1, 0.1), 1, new(ContactMode.Sticky)) { Position = new(1, 1, 1) };
        Refused("PlateShape", () => Create(Nothing(), [plate, plate], default));
        Refused("moves freely", () => Create(Nothing(), [plate], default, Level(0.9, 0.2, new(ContactMode.Slip))));
        ParticleSet stone = ParticleLattices.Box(new(0.9, 0.9, 0.7), 4, 4, 4, CellSize / 2, 2000);
        RigidBody ball = new(new SphereShape(0.1), 1, new(ContactMode.Sticky)) { Position = new(0.5, 0.5, 1) };
        Refused("rigid materials", () => Create(stone, [plate, ball], default));
        SimulationSetup setup = Setup(stone, [], default, Level(0.9, 0.2, new(ContactMode.Slip)));
        NotDifferentiableException refusal = Assert.Throws<NotDifferentiableException>(() => new SimulationTape(setup));
        Assert.Contains("without thickness", refusal.Message, StringComparison.Ordinal);

        static void Refused(string what, Func<ISimulator> create) =>
            Assert.Contains(what, Assert.Throws<SimulationSetupException>(create).Message, StringComparison.Ordinal);
    }
}

public sealed class ReferenceRigidWallTests() : RigidWallTests(Engines.Double, rounding: 1e-12);

// Float rounding of positions in cells and velocities of about 1 m/s over up to a hundred substeps.
public sealed class FastRigidWallTests() : RigidWallTests(Engines.Fast, rounding: 1e-6);
