using Splatsim.Mathematics;
using Splatsim.Mechanics;
using Splatsim.Simulation;
using Splatsim.Simulation.Kernels;
using Splatsim.Tests.Fast;

namespace Splatsim.Tests;

/// <summary>The reverse substep on a device through surface tension, rigid bodies and laws of batches, against the reference in double.</summary>
[Collection("device")]
public sealed class OtherDeviceAdjointTests
{
    // Three substeps: as in the reference's own tests, which central differences decide.
    private const int Substeps = 3;

    [Fact]
    public void Reverse_SurfaceTension_MatchesTheReference() => CheckDrop([]);

    [Fact]
    [Trait("Tier", "Full")]
    public void Reverse_SurfaceTensionAndAForce_MatchesTheReference() => CheckDrop([new DampingForce(3)]);

    [Fact]
    public void Reverse_FreeBodies_MatchesTheReference() => CheckBodies(new(ContactMode.Coulomb, 2, Substeps));

    [Theory]
    [Trait("Tier", "Full")]
    [InlineData(ContactMode.Sticky)]
    [InlineData(ContactMode.Slip)]
    [InlineData(ContactMode.Separate)]
    public void Reverse_FreeBodiesOfEveryMode_MatchesTheReference(ContactMode mode) => CheckBodies(new(mode, 1, Substeps));

    [Fact]
    [Trait("Tier", "Full")]
    public void Reverse_AFreeBodyThatTouchesHeldNodes_MatchesTheReference()
    {
        PinEvent pin = new(ParticleRegion.Around(new(0.36, 0.36, 0.36), new(0.06, 0.06, 0.06)), new(0, 1)) { Velocity = new(0.1, 0.2, -0.3) };
        CheckBodies(new(ContactMode.Coulomb, 1, Substeps) { Events = [pin] });
    }

    [Fact]
    public void Reverse_RigidMatter_MatchesTheReference() => CheckScene(RigidMatter(isOnAPath: false));

    [Fact]
    [Trait("Tier", "Full")]
    public void Reverse_RigidMatterOnAPath_MatchesTheReference() => CheckScene(RigidMatter(isOnAPath: true));

    [Fact]
    [Trait("Tier", "Full")]
    public void Reverse_RigidMatterUnderForcesAndEvents_MatchesTheReference()
    {
        AdjointScene scene = new(
            Laws.Find("rigid"), new PlaneBoundary(ContactMode.Coulomb, new(0, 0, 0.3), new(0, 0.1, 1), 0.3) { Restitution = 0.2 }, [new DampingForce(3)], Substeps, seed: 31);
        CheckScene(scene, AdjointChanges.WithEvents);
    }

    // Bodies of several groups of threads, one on a path, and jelly between them and a floor.
    [Fact]
    [Trait("Tier", "Full")]
    public void Reverse_RigidMatterOfManyParticles_MatchesTheReference()
    {
        SimulationSetup setup = SimulationRigidTests.RigidScene();
        double dt = setup.StepPolicy.TimeStep!.Value;
        SimulationGradient gradient = TapeComparison.Check(setup, Substeps * dt, new()
        {
            Positions = Weights(3, 1 / FastScenes.CellSize),
            Velocities = Weights(3, 1),
            AffineVelocities = Weights(9, 0.01),
            DeformationGradients = Weights(9, 1),
        });
        Assert.All(Enumerable.Range(0, setup.Particles.Count).Where(p => setup.Particles.Material[p] == 0), p => Assert.NotEqual(0, gradient.Masses[p]));

        double[] Weights(int width, double size) => [.. Enumerable.Range(0, width * setup.Particles.Count).Select(i => size * Math.Sin(0.37 * i + width))];
    }

    // Bodies go back to remembered states, too.
    [Fact]
    public void Reverse_CheckpointedRigidMatterInFixedOrder_IsTheSameToTheLastBit()
    {
        AdjointScene scene = RigidMatter(isOnAPath: false, substeps: 4 * Substeps);
        DeviceOptions inFixedOrder = new() { IsDeterministic = true };
        long bytes;
        using (SimulationTape tape = TapeComparison.Start(scene.Setup(scene.Inputs), inFixedOrder)) bytes = tape.StateBytes;
        TapeOptions all = new() { Strategy = CheckpointStrategy.StoreAll }, few = new() { Strategy = CheckpointStrategy.Binomial, MemoryBudget = 3 * bytes };
        Assert.Equal(scene.Gradient(s => TapeComparison.Start(s, inFixedOrder, all)), scene.Gradient(s => TapeComparison.Start(s, inFixedOrder, few)));
    }

    // One tracer on the body, one on the grid; a floor that the body and the rest meet.
    private static AdjointScene RigidMatter(bool isOnAPath, int substeps = Substeps) => new(
        Laws.Find("rigid"), new PlaneBoundary(ContactMode.Coulomb, new(0, 0, 0.3), new(0, 0.1, 1), 0.3) { Restitution = 0.2 }, [], substeps, seed: 32)
    {
        Carriers = [0, -1],
        Path = isOnAPath ? MotionPath.Steady(new(0.3, 0.3, 0.3), Quaternion<Real64>.Identity, new(0.5, -0.2, 0.3), new(2, -1, 3)) : null,
    };

    private static void CheckScene(AdjointScene scene, Func<SimulationSetup, SimulationSetup>? change = null)
    {
        SimulationSetup setup = scene.Setup(scene.Inputs);
        SimulationGradient gradient = TapeComparison.Check(change?.Invoke(setup) ?? setup, scene.Substeps * scene.TimeStep, scene.Seed());
        // A body on its path pays no heed to the floor.
        if (scene.Path is null) Assert.NotEqual(0, gradient.Boundaries[0].Friction);
    }

    // Learned laws take and give single precision on every back end.
    [Fact]
    public void Reverse_ALawOfBatches_MatchesTheReference() => CheckScene(OfBatches("neo-hookean"));

    // One that remembers, one that reads the velocity gradient, and parameters that change.
    [Theory]
    [Trait("Tier", "Full")]
    [InlineData("von-mises")]
    [InlineData("newtonian-fluid")]
    public void Reverse_OtherLawsOfBatches_MatchesTheReference(string key) => CheckScene(OfBatches(key));

    [Fact]
    [Trait("Tier", "Full")]
    public void Reverse_AnAnimatedLawOfBatches_MatchesTheReference()
    {
        AdjointScene scene = OfBatches("neo-hookean");
        CheckScene(scene, setup => AdjointChanges.WithStiffening(setup, scene.Substeps * scene.TimeStep));
    }

    private static AdjointScene OfBatches(string key) => new(
        LawEntry.OfLearned(new BatchedFormula(Laws.Find(key))), new PlaneBoundary(ContactMode.Coulomb, new(0, 0, 0.3), new(0, 0.1, 1), 0.3), [], Substeps, seed: 41);

    [Theory]
    [Trait("Tier", "Full")]
    [InlineData("plate", ContactMode.Coulomb)]
    [InlineData("plate", ContactMode.Separate)]
    [InlineData("disk", ContactMode.Sticky)]
    [InlineData("disk", ContactMode.Slip)]
    public void Reverse_AFreeBodyWithoutThickness_MatchesTheReference(string form, ContactMode mode) =>
        CheckBodies(new(mode, 1, Substeps, form == "plate" ? new PlateShape(0.11, 0.13) : new DiskShape(0.12)));

    private static void CheckBodies(RigidBodyScene scene) => TapeComparison.Check(start =>
    {
        double[] gradient = scene.Gradient(start);
        int matter = 6 * RigidBodyScene.Particles;
        List<TapeComparison.Tensor> tensors = [new("x", gradient[..(matter / 2)]), new("v", gradient[(matter / 2)..matter])];
        for (int b = matter; b + RigidBodyScene.PerBody <= gradient.Length - 4; b += RigidBodyScene.PerBody)
        {
            tensors.AddRange(
                new("body x", gradient[b..(b + 3)]), new("body turn", gradient[(b + 3)..(b + 6)]), new("body v", gradient[(b + 6)..(b + 9)]),
                new("body w", gradient[(b + 9)..(b + 12)]), new("body mass", [gradient[b + 12]]), new("body friction", [gradient[b + 13]]),
                new("body restitution", [gradient[b + 14]]));
        }

        tensors.AddRange(new("gravity", gradient[^4..^1]), new("friction", [gradient[^1]]));
        return tensors;
    });

    // The floor, and a force at nodes, find what tension has left.
    private static void CheckDrop(IReadOnlyList<IForce> forces)
    {
        Random random = new(3);
        double[] inputs = LiquidDrop.Inputs(random), weights = LiquidDrop.Weights(random);
        SimulationSetup setup = LiquidDrop.Setup(inputs) with
        {
            Gravity = new(0.5, -0.3, -9.81),
            Boundaries = [new PlaneBoundary(ContactMode.Coulomb, new(0, 0, 0.31), new(0, 0.1, 1), 0.3)],
            Forces = forces,
        };
        int n = 3 * LiquidDrop.Particles;
        SimulationGradient gradient = TapeComparison.Check(
            setup, Substeps * LiquidDrop.TimeStep, new() { Positions = weights[..n], Velocities = weights[n..] });
        Assert.NotEqual(0, gradient.SurfaceTension);
        Assert.NotEqual(0, gradient.Boundaries[0].Friction);
    }
}
