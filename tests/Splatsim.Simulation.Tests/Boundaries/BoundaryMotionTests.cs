using Splatsim.Mathematics;
using Splatsim.Simulation;

namespace Splatsim.Tests;

/// <summary>Boundaries acting on bodies, against closed forms.</summary>
public abstract class BoundaryMotionTests(string engine, double rounding)
{
    private const double CellSize = 0.05;
    private const double Gravity = 9.81;

    // The acceptance value for slip: the tangential velocity is kept to 1e-6 of itself.
    private double SlipTolerance => Math.Max(1e-6, rounding);

    [Fact]
    public void SlipPlane_SlidingBlock_KeepsItsTangentialVelocity()
    {
        PlaneBoundary floor = new(ContactMode.Slip, new(0, 0, 0.3), new(0, 0, 1));
        using ISimulator simulator = SlidingBlock(floor, new(0, 0, -Gravity), new(0.7, -0.4, 0));
        simulator.Advance(0.4);
        Vector3<Real64> v = Bodies.MeanVelocity(simulator);
        Assert.Equal(0.7, v.X.Value, 0.7 * SlipTolerance);
        Assert.Equal(-0.4, v.Y.Value, 0.4 * SlipTolerance);
    }

    [Fact]
    public void SlipPlane_BlockPulledAway_IsHeld()
    {
        // Slip removes the normal part in both directions: the layer of matter at the plane cannot leave it.
        PlaneBoundary floor = new(ContactMode.Slip, new(0, 0, 0.3), new(0, 0, 1));
        using ISimulator simulator = SlidingBlock(floor, new(0, 0, Gravity / 4), default);
        simulator.Advance(0.3);
        ParticleSet state = Bodies.StateOf(simulator);
        Assert.True(Lowest(state) < 0.3 + 0.5 * CellSize, $"lowest particle at {Lowest(state)}");
    }

    [Fact]
    public void SeparatePlane_BlockPulledAway_FliesFree()
    {
        // Nothing pushes when nothing approaches: the mean motion is the free one up to rounding.
        PlaneBoundary floor = new(ContactMode.Separate, new(0, 0, 0.3), new(0, 0, 1));
        using ISimulator simulator = SlidingBlock(floor, new(0, 0, Gravity), new(0.2, 0, 0));
        simulator.Advance(0.2);
        Bodies.AssertVector(new(0.2, 0, 0.2 * Gravity), Bodies.MeanVelocity(simulator), 10 * rounding);
    }

    [Fact]
    public void StickyPlane_SlidingBlock_StaysWhereItIs()
    {
        PlaneBoundary floor = new(ContactMode.Sticky, new(0, 0, 0.3), new(0, 0, 1));
        using ISimulator simulator = SlidingBlock(floor, new(0, 0, -Gravity), new(0.3, 0, 0));
        simulator.Advance(1.0);
        // The sole is held, the body sways about it: its centre ends within the sway, far from the 0.3 m of a free slide.
        double moved = simulator.Statistics().CenterOfMass.X.Value - StartCentre;
        Assert.True(Math.Abs(moved) < CellSize, $"moved {moved} m");
    }

    [Theory]
    [InlineData(0.5, false)]
    [InlineData(0.98, false)]
    [InlineData(1.02, true)]
    [InlineData(2, true)]
    public void CoulombIncline_RestingBlock_SlipsBeyondTheFrictionAngle(double tangentOverFriction, bool slips)
    {
        const double duration = 1.5;
        (double speed, double free, double tolerance) = Slide(tangentOverFriction, 0, duration);
        if (slips) Assert.True(speed > free - tolerance && speed > 0.5 * free, $"{speed} m/s after a free slide of {free}");
        else Assert.Equal(0, speed, tolerance);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.98)]
    [InlineData(1.02)]
    [InlineData(2)]
    public void CoulombIncline_SlidingBlock_FeelsFrictionTimesItsWeight(double tangentOverFriction)
    {
        // Fast enough to slide all the time: at rest, parts of the sole stick while others are unloaded.
        const double start = 3;
        (double speed, double free, double tolerance) = Slide(tangentOverFriction, start, 1.0);
        Assert.Equal(start + free, speed, tolerance);
    }

    [Fact]
    public void ConveyorPlane_Sticky_CarriesTheBlock()
    {
        PlaneBoundary belt = new(ContactMode.Sticky, new(0, 0, 0.3), new(0, 0, 1)) { Velocity = new(0.5, 0, 0) };
        using ISimulator simulator = SlidingBlock(belt, new(0, 0, -Gravity), new(0.5, 0, 0));
        simulator.Advance(0.3);
        // In the belt's frame this is a block at rest on a sticky floor; only the grid that passes by breaks the symmetry.
        Assert.Equal(0.5, Bodies.MeanVelocity(simulator).X.Value, 1e-3);
    }

    [Fact]
    public void PlaneWindow_BeforeItsStart_LetsTheBlockFall()
    {
        PlaneBoundary floor = new(ContactMode.Sticky, new(0, 0, 0.3), new(0, 0, 1)) { Window = new(0.05, 0.1) };
        using ISimulator simulator = SlidingBlock(floor, new(0, 0, -Gravity), default);
        simulator.Advance(0.05);
        Assert.Equal(-Gravity * 0.05, Bodies.MeanVelocity(simulator).Z.Value, rounding);
        simulator.Advance(0.05);
        double held = Bodies.MeanVelocity(simulator).Z.Value;
        Assert.True(Math.Abs(held) < 0.9 * Gravity * 0.05, $"{held} m/s is free fall");
    }

    [Fact]
    public void BoxWalls_ThrownBlock_StaysInside()
    {
        GridDomain domain = GridDomain.Cube(20, CellSize);
        ParticleSet block = Bodies.Cube(new(0.4, 0.4, 0.4), 4, CellSize);
        Bodies.SetVelocity(block, new(2, -3, 1.5));
        using ISimulator simulator = Simulators.Create(Bodies.Setup(domain, block).On(engine) with
        {
            Gravity = new(0, 0, -Gravity),
            Boundaries = [BoxWalls.Inside(ContactMode.Separate, domain)],
        });
        for (int frame = 0; frame < 40; frame++)
        {
            simulator.Advance(0.05);
            ParticleSet state = Bodies.StateOf(simulator);
            // A particle is stopped once one of its nodes is behind the wall, so at most about half a cell beyond it.
            Assert.All(state.X, x => Assert.InRange(x, 2.5 * CellSize, 16.5 * CellSize));
        }
    }

    [Fact]
    public void MovingCuboid_MatterDeepInside_MovesWithIt()
    {
        Vector3<Real64> velocity = new(0.3, -0.2, 0.1);
        MovingCuboid gripper = new(new(0.2, 0.2, 0.2), MotionPath.Linear(new(0.5, 0.5, 0.5), velocity));
        ParticleSet block = Bodies.Cube(new(0.45, 0.45, 0.45), 4, CellSize);
        using ISimulator simulator = Simulators.Create(Bodies.Setup(GridDomain.Cube(20, CellSize), block).On(engine) with
        {
            Gravity = new(0, 0, -Gravity),
            Boundaries = [gripper],
        });
        simulator.Advance(0.2);
        ParticleSet state = Bodies.StateOf(simulator);
        for (int p = 0; p < state.Count; p++)
        {
            Bodies.AssertVector(velocity, state.Velocity(p), rounding);
            Bodies.AssertVector(block.Position(p) + new Real64(0.2) * velocity, state.Position(p), rounding);
        }
    }

    [Fact]
    public void MovingCuboid_Keyframes_EndsWhereThePathEnds()
    {
        MotionPath path = MotionPath.Keyframes((0.02, new(0.5, 0.5, 0.5)), (0.1, new(0.6, 0.5, 0.5)), (0.16, new(0.6, 0.45, 0.5)));
        ParticleSet block = Bodies.Cube(new(0.45, 0.45, 0.45), 4, CellSize);
        using ISimulator simulator = Simulators.Create(Bodies.Setup(GridDomain.Cube(20, CellSize), block).On(engine) with
        {
            Boundaries = [new MovingCuboid(new(0.2, 0.2, 0.2), path)],
        });
        simulator.Advance(0.2);
        ParticleSet state = Bodies.StateOf(simulator);
        for (int p = 0; p < state.Count; p++)
            Bodies.AssertVector(block.Position(p) + new Vector3<Real64>(0.1, -0.05, 0), state.Position(p), rounding);
        Assert.Equal(0.1 / 0.08, path.MaximumSpeed, rounding);
    }

    [Fact]
    public void MovingCuboid_AfterItsWindow_LetsGo()
    {
        Vector3<Real64> velocity = new(0.3, 0, 0);
        MovingCuboid gripper = new(new(0.2, 0.2, 0.2), MotionPath.Linear(new(0.5, 0.5, 0.5), velocity))
        {
            Window = new(0, 0.1),
        };
        ParticleSet block = Bodies.Cube(new(0.45, 0.45, 0.45), 4, CellSize);
        using ISimulator simulator = Simulators.Create(Bodies.Setup(GridDomain.Cube(20, CellSize), block).On(engine) with
        {
            Gravity = new(0, 0, -Gravity),
            Boundaries = [gripper],
        });
        simulator.Advance(0.1);
        simulator.Advance(0.1);
        Bodies.AssertVector(new(0.3, 0, -0.1 * Gravity), Bodies.MeanVelocity(simulator), rounding);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.35)]
    [InlineData(1.0)]
    public void Plane_WithRestitution_SendsMatterBackWithItsPartOfTheSpeed(double restitution)
    {
        // The plane appears when all nodes of the block are behind it: one substep turns v into -e v for all of them.
        PlaneBoundary floor = new(ContactMode.Separate, new(0, 0, 0.7), new(0, 0, 1)) { Restitution = restitution, Window = new(0.01, 1) };
        using ISimulator simulator = SlidingBlock(floor, default, new(0.2, 0, -0.6));
        simulator.Advance(0.05);
        Bodies.AssertVector(new(0.2, 0, 0.6 * restitution), Bodies.MeanVelocity(simulator), 10 * rounding);
    }

    [Fact]
    public void SpinningBox_CarriesMatterInCircles()
    {
        // The acceptance value: the angular speed within 1e-4; matter that sticks keeps its place in the box.
        Vector3<Real64> center = new(0.5, 0.5, 0.5), omega = new(1.2, -2, 2.5);
        Collider box = new(
            new BoxShape(new(0.26, 0.28, 0.3)), MotionPath.Steady(center, Quaternion<Real64>.Identity, default, omega), new(ContactMode.Sticky));
        ParticleSet block = Bodies.Cube(new(0.45, 0.45, 0.47), 4, CellSize);
        using ISimulator simulator = Simulators.Create(Bodies.Setup(GridDomain.Cube(20, CellSize), block).On(engine) with
        {
            Gravity = new(0, 0, -Gravity),
            Boundaries = [box],
        });
        const double duration = 0.3;
        simulator.Advance(duration);
        ParticleSet state = Bodies.StateOf(simulator);
        Matrix3x3<Real64> turn = Quaternion<Real64>.FromAxisAngle(omega.Normalized, omega.Length.Value * duration).ToMatrix();
        for (int p = 0; p < state.Count; p++)
        {
            Vector3<Real64> arm = state.Position(p) - center;
            Bodies.AssertVector(turn * (block.Position(p) - center), arm, 2 * rounding);
            double speed = Vector3<Real64>.Cross(omega, arm).Length.Value;
            Assert.Equal(1, state.Velocity(p).Length.Value / speed, 1e-4);
        }
    }

    [Fact]
    public void SpinningDrum_OfSlip_LeavesMatterInside()
    {
        // A round wall that turns about its own axis and does not stick moves nothing.
        Vector3<Real64> center = new(0.5, 0.5, 0.5);
        Collider drum = new(
            new CylinderShape(0.3, 0.35, isHollow: true), MotionPath.Steady(center, Quaternion<Real64>.Identity, default, new(0, 4, 0)), new(ContactMode.Slip));
        ParticleSet block = Bodies.Cube(new(0.4, 0.45, 0.4), 8, CellSize);
        using ISimulator simulator = Simulators.Create(Bodies.Setup(GridDomain.Cube(20, CellSize), block).On(engine) with { Boundaries = [drum] });
        simulator.Advance(0.1);
        ParticleSet state = Bodies.StateOf(simulator);
        for (int p = 0; p < state.Count; p++) Bodies.AssertVector(block.Position(p), state.Position(p), 10 * rounding);
    }

    [Fact]
    public void HollowSphere_ThrownBlock_StaysInside()
    {
        Vector3<Real64> center = new(0.5, 0.5, 0.5);
        Collider shell = new(new SphereShape(0.3, isHollow: true), MotionPath.At(center), new(ContactMode.Separate));
        ParticleSet block = Bodies.Cube(new(0.4, 0.4, 0.4), 4, CellSize);
        Bodies.SetVelocity(block, new(2, -3, 1.5));
        using ISimulator simulator = Simulators.Create(Bodies.Setup(GridDomain.Cube(20, CellSize), block).On(engine) with
        {
            Gravity = new(0, 0, -Gravity),
            Boundaries = [shell],
        });
        for (int frame = 0; frame < 20; frame++)
        {
            simulator.Advance(0.05);
            ParticleSet state = Bodies.StateOf(simulator);
            // As for walls: at most about half a cell beyond.
            for (int p = 0; p < state.Count; p++) Assert.True((state.Position(p) - center).Length.Value < 0.3 + 0.5 * CellSize);
        }
    }

    [Fact]
    public void PinnedRegion_MatterDeepInside_DoesNotMoveAtAll()
    {
        ParticleSet block = Bodies.Cube(new(0.45, 0.45, 0.45), 4, CellSize);
        using ISimulator simulator = Simulators.Create(Bodies.Setup(GridDomain.Cube(20, CellSize), block).On(engine) with
        {
            Gravity = new(1, 2, -Gravity),
            Boundaries = [new PinnedRegion(new(0.3, 0.3, 0.3), new(0.7, 0.7, 0.7))],
        });
        simulator.Advance(0.2);
        AssertSame(block.X, Bodies.StateOf(simulator).X);
    }

    [Fact]
    public void StationaryMatter_HoldsWhatTouchesIt()
    {
        ParticleSet ground = ParticleLattices.Box(new(0.2, 0.2, 0.2), 16, 16, 2, CellSize / 2, 2000, material: 1);
        ParticleSet block = Bodies.Cube(new(0.35, 0.35, 0.3), 4, CellSize);
        Material stationary = new("ground", Splatsim.Mechanics.Laws.Find("stationary"), new Dictionary<string, double>(), 2000);
        ParticleSet both = ParticleSet.Join(block, ground);
        Bodies.SetVelocity(both, new(0, 0, -0.5));
        using ISimulator simulator = Simulators.Create(Bodies.Setup(GridDomain.Cube(20, CellSize), both, Bodies.Elastic(), stationary).On(engine) with
        {
            Gravity = new(0, 0, -Gravity),
        });
        simulator.Advance(0.4);
        ParticleSet state = Bodies.StateOf(simulator);
        AssertSame(ground.X, state.X[(3 * block.Count)..]);
        Assert.All(state.V[(3 * block.Count)..], v => Assert.Equal(0, v));
        Assert.True(Lowest(state) >= 0.2 + CellSize / 4, "the block fell through the ground");
        double top = Enumerable.Range(0, block.Count).Min(p => state.X[3 * p + 2]);
        Assert.True(top > 0.25, $"lowest particle of the block at {top}");
    }

    /// <summary>Speed after sliding down an incline, that of a rigid block, and 2 % of the friction's share in it.</summary>
    private (double Speed, double Free, double Tolerance) Slide(double tangentOverFriction, double start, double duration)
    {
        const double friction = 0.5;
        double angle = Math.Atan(friction * tangentOverFriction);
        PlaneBoundary floor = new(ContactMode.Coulomb, new(0, 0, 0.3), new(0, 0, 1), friction);
        Vector3<Real64> gravity = new(Gravity * Math.Sin(angle), 0, -Gravity * Math.Cos(angle));
        using ISimulator simulator = SlidingBlock(floor, gravity, new(start, 0, 0), length: 300);
        simulator.Advance(duration);
        double drag = friction * Gravity * Math.Cos(angle) * duration;
        return (Bodies.MeanVelocity(simulator).X.Value, Gravity * Math.Sin(angle) * duration - drag, 0.02 * drag);
    }

    // Length in nodes along x, so that a long slide stays inside the domain.
    private const double StartCentre = 0.35;

    private ISimulator SlidingBlock(
        IGridBoundary floor, Vector3<Real64> gravity, Vector3<Real64> velocity, int length = 40)
    {
        GridDomain domain = new(default, CellSize, length, 20, 24);
        ParticleSet block = Bodies.Cube(new(StartCentre - 0.1, 0.35, 0.3), 8, CellSize);
        Bodies.SetVelocity(block, velocity);
        return Simulators.Create(Bodies.Setup(domain, block).On(engine) with
        { Gravity = gravity, Boundaries = [floor] });
    }

    // To the bit in double; in single up to the rounding of the positions that were given.
    private void AssertSame(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], engine == Engines.Double ? 0 : 1e-7);
    }

    private static double Lowest(ParticleSet state) => Enumerable.Range(0, state.Count).Min(p => state.X[3 * p + 2]);
}

public sealed class ReferenceBoundaryMotionTests() : BoundaryMotionTests(Engines.Double, rounding: 1e-12);

// Float rounding of velocities of about 1 m/s over some hundred substeps of sums over 27 nodes.
public sealed class FastBoundaryMotionTests() : BoundaryMotionTests(Engines.Fast, rounding: 1e-5);
