using Splatsim.Compute;
using Splatsim.Mathematics;
using Splatsim.Mechanics;
using Splatsim.Simulation;
using Splatsim.Simulation.Fast;

namespace Splatsim.Tests;

/// <summary>
/// The reverse run on the fast back end with matter on both sides of walls without thickness, against the reference one in double, which central
/// differences confirm (<see cref="ThinWallAdjointTests"/>). Tolerances are those of <see cref="FastTapeTests"/>.
/// </summary>
public sealed class FastTapeWallTests
{
    private const double CellSize = 0.05, Tolerance = FastTapeChecks.Tolerance, FrameTime = FastTapeChecks.FrameTime;
    private const int Frames = 3;

    public static TheoryData<string, ContactMode, int> Cases()
    {
        TheoryData<string, ContactMode, int> data = [];
        foreach (string shape in (string[])["plate", "disk", "cup", "box"])
        {
            foreach (ContactMode mode in Enum.GetValues<ContactMode>())
                foreach (int lanes in mode == ContactMode.Coulomb ? [1, 8, 16] : new[] { 8 }) data.Add(shape, mode, lanes);
        }

        return data;
    }

    public static TheoryData<string> Walls => ["plate", "disk", "sheet", "resting", "pair"];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Reverse_AMovingWallThroughAHandful_IsThatOfTheReference(string shape, ContactMode mode, int lanes)
    {
        AdjointScene scene = new(Laws.Find("neo-hookean"), AdjointWalls.Askew(shape, mode, isMoving: true), [], substeps: 3, seed: 21);
        using SimulationTape fast = new(scene.Setup(scene.Inputs), null, s => FastTapes.Create(
            s with { Backend = SimulationBackend.Fast, Precision = null }, new FastOptions { LaneCount = lanes }));
        double[] expected = scene.Gradient(), actual = scene.Gradient(fast);
        for (int i = 0; i < expected.Length; i++)
        {
            // Neo-Hookean matter remembers nothing: that is not kept.
            if (i is >= AdjointScene.History and < AdjointScene.User) continue;
            double scale = Math.Max(scene.ScaleOf(i, expected), double.Epsilon);
            double difference = Math.Abs(expected[i] - actual[i]) * scene.SizeOf(i) / scale;
            Assert.True(difference <= Tolerance, $"entry {i}: {actual[i]:g9}, the reference {expected[i]:g9}, {difference:g3} of the largest");
        }

        // Motion and friction of the wall are among the entries.
        Assert.All(
            (int[])[BoundaryInputs.Velocity + 1, BoundaryInputs.Spin, BoundaryInputs.Shift + 1], i => Assert.NotEqual(0, expected[AdjointScene.Boundary + i]));
        if (mode == ContactMode.Coulomb) Assert.NotEqual(0, expected[AdjointScene.Boundary + BoundaryInputs.Friction]);
    }

    [Theory]
    [MemberData(nameof(Walls))]
    public void Reverse_ABodyOfManyBlocks_IsThatOfTheReference(string walls)
    {
        SimulationSetup setup = Setup(walls, null);
        using SimulationTape fast = FastTapeChecks.Tape(setup, new());
        using SimulationTape reference = new(setup with { Backend = SimulationBackend.Reference });
        for (int frame = 0; frame < Frames; frame++)
        {
            fast.Advance(FrameTime);
            reference.Advance(FrameTime);
        }

        Assert.Equal(reference.SubstepCount, fast.SubstepCount);
        SimulationGradient expected = TapedBlock.Run(reference, setup), actual = TapedBlock.Run(fast, setup);
        FastTapeChecks.AssertNear(expected, actual);
        foreach ((int b, IGridBoundary wall) in setup.Boundaries.Index().Skip(1))
        {
            Assert.NotEqual(0, expected.Boundaries[b].Friction);
            // A path at rest has no velocity to ask for, and a shift of a wall that does not turn changes nothing but the sides of nodes.
            if (wall.MaximumSpeed == 0) continue;
            BoundaryGradient moving = expected.Boundaries[b];
            Assert.All([moving.Velocity.X.Value, moving.AngularVelocity.X.Value, moving.Position.X.Value], g => Assert.NotEqual(0, g));
        }
    }

    [Theory]
    [InlineData("pair", CheckpointStrategy.Binomial, 2)]
    [InlineData("resting", CheckpointStrategy.Binomial, 2)]
    [InlineData("resting", CheckpointStrategy.Binomial, 5)]
    [InlineData("pair", CheckpointStrategy.TwoLevel, 40)]
    [InlineData("resting", CheckpointStrategy.ThreeLevel, 40)]
    public void Reverse_Checkpointed_IsTheSameToTheLastBit(string walls, CheckpointStrategy strategy, int states)
    {
        double[] all = Gradient(walls, new() { Strategy = CheckpointStrategy.StoreAll }, 1, out long bytes);
        double[] some = Gradient(walls, new() { Strategy = strategy, MemoryBudget = (long)(1.2 * states * bytes) }, 1, out _);
        Assert.Equal(all, some);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Reverse_MoreWorkers_IsTheSameToTheLastBit(int workers) =>
        Assert.Equal(Gradient("pair", new(), 1, out _), Gradient("pair", new(), workers, out _));

    [Fact]
    public void Reverse_Twice_IsTheSameToTheLastBit()
    {
        SimulationSetup setup = Setup("pair", null);
        using SimulationTape tape = FastTapeChecks.Tape(setup, new());
        for (int frame = 0; frame < Frames; frame++) tape.Advance(FrameTime);
        Assert.Equal(GradientParts.Of(TapedBlock.Run(tape, setup)).SelectMany(p => p.Values), GradientParts.Of(TapedBlock.Run(tape, setup)).SelectMany(p => p.Values));
    }

    [Theory]
    [InlineData(SimulationBackend.Fast)]
    [InlineData(SimulationBackend.Reference)]
    public void StateBytes_WithWalls_CountTheSides(SimulationBackend backend)
    {
        // Two words of a bit per wall for every particle and tracer.
        SimulationSetup setup = Setup("pair", null) with { Backend = backend };
        using SimulationTape with = new(setup), without = new(setup with { Boundaries = [setup.Boundaries[0]] });
        Assert.Equal(without.StateBytes + 8 * (setup.Particles.Count + setup.Tracers!.Count), with.StateBytes);
    }

    private static double[] Gradient(string walls, TapeOptions options, int workers, out long stateBytes)
    {
        using WorkerPool pool = new(workers);
        SimulationSetup setup = Setup(walls, pool);
        using SimulationTape tape = FastTapeChecks.Tape(setup, options);
        for (int frame = 0; frame < Frames; frame++) tape.Advance(FrameTime);
        stateBytes = tape.StateBytes;
        return [.. GradientParts.Of(TapedBlock.Run(tape, setup)).SelectMany(p => p.Values)];
    }

    // With walls through it: particles change cells, blocks and sets of walls that are near.
    private static SimulationSetup Setup(string walls, WorkerPool? pool)
    {
        Vector3<Real64> middle = new(0.523, 0.531, 0.257), velocity = new(0.6, -0.3, 0.2), spin = new(0.5, 1, -2);
        Quaternion<Real64> turn = new Quaternion<Real64>(0.8, 0.2, -0.4, 0.4).Normalized, other = new Quaternion<Real64>(0.3, 0.7, 0.5, -0.2).Normalized;
        ContactSurface rough = new(ContactMode.Coulomb, 0.3);
        Collider Moving(ThinShape shape, Quaternion<Real64> at) => new(shape, MotionPath.Steady(middle, at, velocity, spin), rough);
        return TapedBlock.Setup(new(1, -0.5, -2), new(2, -3, 4), 0.42, 0.2, pool, walls switch
        {
            "plate" => [Moving(new PlateShape(0.11, 0.4), turn)],
            "disk" => [Moving(new DiskShape(0.13), turn)],
            "sheet" => [Moving(new SheetShape(ThinMeshes.Cup(0.08, 0.2, 24)), turn)],
            // Its sides are found in every fourth substep.
            "resting" => [new Collider(new PlateShape(0.11, 0.4), MotionPath.At(middle, turn), rough)],
            // Four sets of sides.
            _ => [Moving(new PlateShape(0.11, 0.4), turn), new Collider(new DiskShape(0.2), MotionPath.At(middle, other), rough)],
        });
    }
}
