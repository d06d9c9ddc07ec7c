using Splatsim.Mathematics;
using Splatsim.Mechanics;
using Splatsim.Simulation;
using Splatsim.Simulation.Kernels;

namespace Splatsim.Tests;

// Matter on both sides of walls without thickness.
public sealed partial class SimulationAdjointTests
{
    /// <summary>All forms and modes.</summary>
    public static TheoryData<string, ContactMode> ThinWalls
    {
        get
        {
            TheoryData<string, ContactMode> data = [];
            foreach (string shape in (string[])["plate", "disk", "cup", "box"])
                foreach (ContactMode mode in Enum.GetValues<ContactMode>()) data.Add(shape, mode);
            return data;
        }
    }

    [Fact]
    public void Reverse_AMovingWallInFixedOrder_MatchesTheReferenceAndItself()
    {
        AdjointScene scene = WallScene("cup", ContactMode.Coulomb, isMoving: true);
        double[] first = scene.Gradient(setup => Start(setup, FixedOrder));
        Check(scene, scene.Gradient(), scene.Gradient(SimulationPrecision.Single), first);
        Assert.Equal(first, scene.Gradient(setup => Start(setup, FixedOrder)));
        // Motion and friction of the wall are among the entries.
        Assert.All(
            (int[])[BoundaryInputs.Velocity + 1, BoundaryInputs.Spin, BoundaryInputs.Shift + 1, BoundaryInputs.Friction],
            i => Assert.NotEqual(0, first[AdjointScene.Boundary + i]));
    }

    [Theory]
    [Trait("Tier", "Full")]
    [MemberData(nameof(ThinWalls))]
    public void Reverse_EveryWall_MatchesTheReference(string shape, ContactMode mode)
    {
        foreach (bool isMoving in (bool[])[false, true])
        {
            AdjointScene scene = WallScene(shape, mode, isMoving);
            Check(scene, AnyOrder);
            double[] first = scene.Gradient(setup => Start(setup, FixedOrder));
            Check(scene, scene.Gradient(), scene.Gradient(SimulationPrecision.Single), first);
            Assert.Equal(first, scene.Gradient(setup => Start(setup, FixedOrder)));
        }
    }

    [Theory]
    [Trait("Tier", "Full")]
    [InlineData(false)]
    [InlineData(true)]
    public void Reverse_ABodyOfManyBlocksWithTwoWalls_MatchesTheReference(bool isUnbounded)
    {
        // Past the substeps in which the sides of the wall at rest are found, with tracers and a grip on nodes of both sides of the moving one.
        SimulationSetup setup = TwoWalls();
        using SimulationTape reference = new(setup with { Backend = SimulationBackend.Reference });
        reference.Advance(BlockTime);
        SimulationGradient expected = TapedBlock.Run(reference, setup);
        if (isUnbounded) setup = setup with { Domain = setup.Domain with { IsUnbounded = true } };
        foreach (DeviceOptions options in (DeviceOptions[])[FixedOrder, AnyOrder])
        {
            using SimulationTape tape = Start(setup, options);
            tape.Advance(BlockTime);
            foreach (((string what, double[] right), (_, double[] found)) in GradientParts.Of(expected).Zip(GradientParts.Of(TapedBlock.Run(tape, setup))))
            {
                double largest = right.Max(Math.Abs), worst = right.Zip(found, (e, a) => Math.Abs(e - a)).Max();
                output.WriteLine($"{what}: {worst / largest:g3}");
                Assert.True(worst <= Tolerance * largest, $"{what}: {worst / largest:g3}");
            }
        }
    }

    [Theory]
    [Trait("Tier", "Full")]
    [InlineData(CheckpointStrategy.Binomial, 3)]
    [InlineData(CheckpointStrategy.TwoLevel, 12)]
    public void Reverse_WallsCheckpointedInFixedOrder_IsTheSameToTheLastBit(CheckpointStrategy strategy, int states)
    {
        SimulationSetup setup = TwoWalls();
        long bytes;
        using (SimulationTape tape = Start(setup, FixedOrder)) bytes = tape.StateBytes;
        Assert.Equal(
            Gradient(new() { Strategy = CheckpointStrategy.StoreAll }), Gradient(new() { Strategy = strategy, MemoryBudget = (long)(1.2 * states * bytes) }));

        double[] Gradient(TapeOptions options)
        {
            using SimulationTape tape = Start(setup, FixedOrder, options);
            tape.Advance(BlockTime);
            return [.. GradientParts.Of(TapedBlock.Run(tape, setup)).SelectMany(p => p.Values)];
        }
    }

    private const double BlockTime = 0.004;

    private static AdjointScene WallScene(string shape, ContactMode mode, bool isMoving) =>
        new(Laws.Find("neo-hookean"), AdjointWalls.Askew(shape, mode, isMoving), [], ShortRun, seed: 21);

    private static SimulationSetup TwoWalls()
    {
        Vector3<Real64> middle = new(0.523, 0.531, 0.257), size = new(0.05, 0.05, 0.05);
        Quaternion<Real64> turn = new Quaternion<Real64>(0.8, 0.2, -0.4, 0.4).Normalized, other = new Quaternion<Real64>(0.3, 0.7, 0.5, -0.2).Normalized;
        ContactSurface rough = new(ContactMode.Coulomb, 0.3);
        SimulationSetup setup = TapedBlock.Setup(
            new(1, -0.5, -2), new(2, -3, 4), 0.42, 0.2, null,
            new Collider(new PlateShape(0.11, 0.4), MotionPath.Steady(middle, turn, new(0.6, -0.3, 0.2), new(0.5, 1, -2)), rough),
            new Collider(new DiskShape(0.2), MotionPath.At(middle, other), rough));
        return setup with { Events = [new PinEvent(ParticleRegion.Around(middle, size), new(0.001, 0.003)) { Velocity = new(0, 0.3, 0) }] };
    }
}
