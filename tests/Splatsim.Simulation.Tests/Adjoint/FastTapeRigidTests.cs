using Splatsim.Compute;
using Splatsim.Mathematics;
using Splatsim.Mechanics;
using Splatsim.Simulation;

namespace Splatsim.Tests;

/// <summary>
/// Rigid bodies in reverse on the fast back end, against the reference one in double, which central differences confirm
/// (<see cref="RigidAdjointTests"/>); see <see cref="FastTapeChecks"/>.
/// </summary>
public sealed class FastTapeRigidTests
{
    public static TheoryData<ContactMode, string, int> FreeCases()
    {
        TheoryData<ContactMode, string, int> data = [];
        foreach (ContactMode mode in Enum.GetValues<ContactMode>())
        {
            foreach (string bodies in (string[])["box", "box and ball", "plate", "disk"])
                foreach (int lanes in mode == ContactMode.Coulomb && bodies == "box and ball" ? [1, 8, 16] : new[] { 8 }) data.Add(mode, bodies, lanes);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(FreeCases))]
    public void Reverse_FreeBodies_IsThatOfTheReference(ContactMode mode, string bodies, int lanes) => Compare(
        new(mode, bodies == "box and ball" ? 2 : 1, 3, bodies == "plate" ? new PlateShape(0.11, 0.13) : bodies == "disk" ? new DiskShape(0.12) : null), lanes);

    [Fact]
    public void Reverse_AFreeBodyThatTouchesHeldNodes_IsThatOfTheReference()
    {
        PinEvent pin = new(ParticleRegion.Around(new(0.36, 0.36, 0.36), new(0.06, 0.06, 0.06)), new(0, 1)) { Velocity = new(0.1, 0.2, -0.3) };
        Compare(new(ContactMode.Coulomb, 1, 3) { Events = [pin] }, 8);
    }

    [Theory]
    [InlineData("ball and box")]
    [InlineData("plate")]
    public void Reverse_FreeBodiesThroughABlock_IsThatOfTheReference(string bodies)
    {
        SimulationGradient expected = FastTapeChecks.AssertIsThatOfTheReference(WithBodies(bodies, null), TapedBlock.Run);
        Assert.All(expected.Bodies, b => Assert.NotEqual(0, b.Friction));
        Assert.All(expected.Bodies, b => Assert.NotEqual(0, b.Mass));
    }

    [Theory]
    [InlineData("ball and box")]
    [InlineData("plate")]
    public void Reverse_FreeBodies_IsTheSameForAnyScheduleAndWorkers(string bodies) =>
        FastTapeChecks.AssertSameForAnyScheduleAndWorkers(pool => WithBodies(bodies, pool), TapedBlock.Run);

    public static TheoryData<string, int> MatterCases => new()
    {
        { "alone", 8 }, { "plane", 1 }, { "plane", 8 }, { "plane", 16 }, { "ball", 8 }, { "carried", 8 }, { "on a path", 8 }, { "lifted", 8 }, { "pinned", 8 },
    };

    [Theory]
    [MemberData(nameof(MatterCases))]
    public void Reverse_RigidMatter_IsThatOfTheReference(string scene, int lanes)
    {
        AdjointScene own = MatterScene(scene);
        double[] expected = Gradient(own, SimulationBackend.Reference), actual = Gradient(own, SimulationBackend.Fast);
        for (int i = 0; i < expected.Length; i++)
        {
            if (i is >= AdjointScene.History and < AdjointScene.User) continue;
            double scale = Math.Max(own.ScaleOf(i, expected), double.Epsilon), error = Math.Abs(expected[i] - actual[i]) * own.SizeOf(i) / scale;
            Assert.True(error <= FastTapeChecks.Tolerance, $"entry {i}: {actual[i]:g9}, the reference {expected[i]:g9}, {error:g3} of the largest");
        }

        double[] Gradient(AdjointScene scene, SimulationBackend backend) => scene.Gradient(
            s => backend == SimulationBackend.Reference ? new(Pinned(s)) : FastTapeChecks.Tape(Pinned(s) with { Precision = null }, new(), lanes));

        SimulationSetup Pinned(SimulationSetup s) => scene == "pinned" ? AdjointChanges.WithEvents(s) : s;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Reverse_RigidMatterInABlock_IsThatOfTheReference(bool isOnAPath)
    {
        SimulationGradient expected = FastTapeChecks.AssertIsThatOfTheReference(WithStone(isOnAPath, null), TapedBlock.Run);
        Assert.NotEqual(0, expected.Boundaries[0].Friction);
    }

    [Fact]
    public void Reverse_RigidMatter_IsTheSameForAnyScheduleAndWorkers() =>
        FastTapeChecks.AssertSameForAnyScheduleAndWorkers(pool => WithStone(false, pool), TapedBlock.Run);

    [Fact]
    public void Reverse_AStoneThatLeavesItsBlocks_IsTheSameForAnyScheduleAndWorkers()
    {
        // Nothing but the stone's own reach asks for a sort: it flies apart from the matter, three cells.
        FastTapeChecks.AssertSameForAnyScheduleAndWorkers(Apart, TapedBlock.Run, sortPeriod: 1000);

        SimulationSetup Apart(WorkerPool? pool)
        {
            SimulationSetup setup = WithStone(true, pool);
            setup.Particles.V.AsSpan().Clear();
            for (int p = 0; p < setup.Particles.Count; p++)
                if (setup.Particles.Material[p] == 1) setup.Particles.X[3 * p + 2] += 0.5;
            MotionPath path = MotionPath.Steady(new(0.5, 0.5, 0.7), Quaternion<Real64>.Identity, new(12, 3, -1), new(2, -3, 4));
            return setup with { Materials = [setup.Materials[0], setup.Materials[1] with { Path = path }] };
        }
    }

    // The scenes of RigidAdjointTests.
    private static AdjointScene MatterScene(string scene)
    {
        PlaneBoundary plane = new(ContactMode.Coulomb, new(0, 0, 0.3), new(0, 0.1, 1), 0.3) { Restitution = 0.2 };
        Collider ball = new(new SphereShape(0.1), MotionPath.Steady(new(0.33, 0.32, 0.22), Quaternion<Real64>.Identity, new(0.1, 0.2, 0.3), new(1, 2, 3)), new(ContactMode.Coulomb, 0.3, 0.2));
        BuoyancyForce lift = new(new(0, 0, 1), new(0, 0, -10), density: 1e9) { Group = ParticleSelection.Everything with { Count = 2 } };
        MotionPath path = MotionPath.Steady(new(0.3, 0.3, 0.3), Quaternion<Real64>.Identity, new(0.5, -0.2, 0.3), new(2, -1, 3));
        LawEntry rigid = Laws.Find("rigid");
        return scene switch
        {
            "ball" => new(rigid, ball, [], 3, seed: 31),
            "plane" => new(rigid, plane, [], 3, seed: 31),
            "carried" => new(rigid, plane, [], 3, seed: 32) { Carriers = [0, -1] },
            "on a path" => new(rigid, plane, [], 3, seed: 32) { Carriers = [0, -1], Path = path },
            "lifted" => new(rigid, null, [lift], 3, seed: 33) { Path = path },
            _ => new(rigid, null, [], 3, seed: 31),
        };
    }

    // A stone in the block, of 200 particles on one side of it, which carries every second tracer.
    private static SimulationSetup WithStone(bool isOnAPath, WorkerPool? pool)
    {
        SimulationSetup setup = TapedBlock.Setup(new(3, -2, -4), new(2, -3, 9), 0.4, 0.25, pool);
        for (int p = 0; p < setup.Particles.Count; p++)
        {
            Vector3<Real64> x = setup.Particles.Position(p) - new Vector3<Real64>(0.5, 0.5, 0.2);
            setup.Particles.Material[p] = x.LengthSquared.Value < 0.09 * 0.09 ? 1 : 0;
        }

        setup.Tracers!.Carriers = [.. Enumerable.Range(0, setup.Tracers.Count).Select(t => t % 2 == 0 ? 1 : -1)];
        MotionPath path = MotionPath.Steady(new(0.5, 0.5, 0.2), Quaternion<Real64>.Identity, new(6, -0.5, -3), new(2, -3, 4));
        return setup with
        {
            Materials = [setup.Materials[0], new("stone", Laws.Find("rigid"), new Dictionary<string, double>(), 1000) { Path = isOnAPath ? path : null }],
        };
    }

    private static void Compare(RigidBodyScene scene, int lanes)
    {
        double[] expected = scene.Gradient(), actual = scene.Gradient(s => FastTapeChecks.Tape(s, new(), lanes));
        double largest = scene.Probes().Max(i => Math.Abs(expected[i]) * scene.SizeOf(i));
        foreach (int i in scene.Probes())
        {
            // Entries of a hundredth of the largest count as that, as where the reference is compared with differences.
            double size = scene.SizeOf(i), scale = Math.Max(Math.Abs(expected[i]) * size, 1e-2 * largest);
            double error = Math.Abs(actual[i] - expected[i]) * size / scale;
            Assert.True(error <= FastTapeChecks.Tolerance, $"input {i}: {actual[i]:g9}, the reference {expected[i]:g9}, {error:g3}");
        }
    }

    // Bodies of about the block's weight that come in from the side and from above, and are in contact with it within the first frame.
    private static SimulationSetup WithBodies(string bodies, WorkerPool? pool)
    {
        ContactSurface rough = new(ContactMode.Coulomb, 0.3, 0.2);
        RigidBody ball = new(new SphereShape(0.09), 2, rough) { Position = new(0.36, 0.52, 0.3), Velocity = new(4, 0.5, -1), AngularVelocity = new(3, -5, 2) };
        RigidBody box = new(new BoxShape(new(0.12, 0.1, 0.05)), 3, rough) { Position = new(0.52, 0.5, 0.42), Velocity = new(0.3, -0.4, -4), AngularVelocity = new(-1, 2, 4) };
        RigidBody plate = new(new PlateShape(0.2, 0.2), 1.5, rough) { Position = new(0.523, 0.531, 0.257), Velocity = new(0.6, -0.3, 0.2), AngularVelocity = new(2, 1, -2), Orientation = new Quaternion<Real64>(0.8, 0.2, -0.4, 0.4).Normalized };
        return TapedBlock.Setup(new(1, -0.5, -2), new(2, -3, 4), 0.42, 0.2, pool) with { RigidBodies = bodies == "plate" ? [plate] : [ball, box] };
    }
}
