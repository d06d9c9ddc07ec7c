using Splatsim.Mechanics;
using Splatsim.Simulation;

namespace Splatsim.Tests;

/// <summary>
/// Gradients of matter on both sides of walls without thickness. The registry's examples lie on a node, which is on both sides of them: every
/// shift of them is a jump. Here none is.
/// </summary>
public sealed class ThinWallAdjointTests
{
    public static TheoryData<string, ContactMode> Cases()
    {
        TheoryData<string, ContactMode> data = [];
        foreach (string shape in (string[])["plate", "disk", "cup", "box"])
            foreach (ContactMode mode in Enum.GetValues<ContactMode>()) data.Add(shape, mode);
        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Reverse_WithAWallThroughMatter_IsTheCentralDifference(string shape, ContactMode mode)
    {
        AdjointScene scene = new(Laws.Find("neo-hookean"), AdjointWalls.Askew(shape, mode, isMoving: true), [], substeps: 3, seed: 21);
        SceneGradientCheck check = new();
        check.Run(scene, seed: 9, tolerance: 1e-5);
        TestContext.Current.TestOutputHelper?.WriteLine($"{check.Compared} entries, {check.Crossed} crossed, worst {check.Worst:g3}");
        // As for every boundary: differences of fourth order in double over three substeps.
        Assert.True(check.Worst <= 1e-5, $"worst {check.Worst:g3}: {check.WorstEntry}");
        // Shifts and turns are among the entries; a node may start to stick within the steps, and turns round to none.
        Assert.True(check.Crossed <= 1, $"{check.Crossed} of {check.Compared + check.Crossed} entries cross a branch");
        int spin = AdjointScene.Boundary + BoundaryInputs.Spin, shift = AdjointScene.Boundary + BoundaryInputs.Shift;
        double[] gradient = scene.Gradient();
        Assert.All([gradient[spin], gradient[shift + 1]], g => Assert.NotEqual(0, g));
        if (mode == ContactMode.Coulomb) Assert.NotEqual(0, gradient[AdjointScene.Boundary + BoundaryInputs.Friction]);
    }

    [Fact]
    public void Reverse_OverManySubsteps_IsTheCentralDifference()
    {
        // Past the substeps in which sides of a resting wall are found again.
        AdjointScene scene = new(Laws.Find("von-mises"), AdjointWalls.Askew("plate", ContactMode.Coulomb, isMoving: false), [], substeps: 50, seed: 22);
        SceneGradientCheck check = new();
        check.Run(scene, seed: 9, tolerance: 1e-4);
        TestContext.Current.TestOutputHelper?.WriteLine($"{check.Compared} entries, {check.Crossed} crossed, worst {check.Worst:g3}");
        Assert.True(check.Worst <= 1e-4, $"worst {check.Worst:g3}: {check.WorstEntry}");
        Assert.True(check.Crossed <= 0.2 * (check.Compared + check.Crossed), $"{check.Crossed} crossed");
    }

    [Fact]
    public void Reverse_FromAnyCheckpoints_KnowsTheSidesOfThen()
    {
        // The wall comes after substep 5, and sides of resting walls are found in every fourth: until then matter has none, and a state that
        // is gone back to must say so.
        AdjointScene still = new(Laws.Find("neo-hookean"), null, [], substeps: 14, seed: 23);
        Collider wall = AdjointWalls.Askew("plate", ContactMode.Separate, isMoving: false) with { Window = new(5 * still.TimeStep, 1) };
        AdjointScene scene = new(Laws.Find("neo-hookean"), wall, [], substeps: 14, seed: 23);
        SceneGradientCheck check = new();
        check.Run(scene, seed: 9, tolerance: 1e-5);
        Assert.True(check.Worst <= 1e-5, $"worst {check.Worst:g3}: {check.WorstEntry}");
        double[] expected = scene.Gradient(options: new() { Strategy = CheckpointStrategy.StoreAll });
        // Room for about four states. The same sums in the same order.
        Assert.Equal(expected, scene.Gradient(options: new() { Strategy = CheckpointStrategy.Binomial, MemoryBudget = 15_000 }));
    }

    [Fact]
    public void Branches_OfAWallThatPassesANode_AreOthers()
    {
        // A node at a distance of 1e-4 cells: with the wall on its other side, velocities jump.
        BranchCounts here = Count(0.3 + 0.5e-5), again = Count(0.3 + 0.6e-5), there = Count(0.3 - 0.5e-5);
        Assert.Equal(here, again);
        Assert.NotEqual(here, there);
        Assert.True(here.Contacts > 0);

        static BranchCounts Count(double height)
        {
            Collider wall = new(new PlateShape(1, 1), MotionPath.At(new(0.35, height, 0.35)), new(ContactMode.Slip));
            AdjointScene scene = new(Laws.Find("neo-hookean"), wall, [], substeps: 1, seed: 24);
            using BranchedRun run = new(scene.Setup(scene.Inputs));
            run.Simulator.Advance(scene.TimeStep);
            return run.Branches;
        }
    }
}
