using Splatsim.Mechanics;
using Splatsim.Simulation;
using Splatsim.Simulation.Fast;

namespace Splatsim.Tests.Fast;

/// <summary>What must not change results, to the last bit or within rounding.</summary>
public sealed class FastDeterminismTests
{
    // Relative to the domain, the speeds and so on, all of order one here: the bar is 1e-5 after 100 substeps of a smooth scene.
    private static readonly StateTolerance WidthTolerance = new(X: 1e-6, V: 2e-5, C: 1e-3, F: 1e-5);

    private static SimulationSetup Scene =>
        FastScenes.Setup(FastScenes.Body(12, 8, 2), FastScenes.Of(Laws.Find("neo-hookean")), FastScenes.Of(Laws.Find("von-mises")));

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Advance_AnyNumberOfWorkers_IsIdentical(int workers)
    {
        SimulationSetup scene = Scene with { Boundaries = [BoxWalls.Inside(ContactMode.Coulomb, FastScenes.Domain, 8, 0.3)] };
        ParticleSet expected = FastScenes.Run(scene, new(), 60);
        FastScenes.AssertIdentical(expected, FastScenes.Run(scene with { Workers = FastScenes.Pool(workers) }, new(), 60));
    }

    [Fact]
    public void Advance_DenseAndSparseGrid_AreIdentical() =>
        FastScenes.AssertIdentical(
            FastScenes.Run(Scene, new() { Dense = true }, 40), FastScenes.Run(Scene, new() { Dense = false }, 40));

    [Fact]
    public void Advance_FusedAndSeparateVisits_AreIdentical() =>
        FastScenes.AssertIdentical(
            FastScenes.Run(Scene, new() { Fuse = true }, 40), FastScenes.Run(Scene, new() { Fuse = false }, 40));

    [Fact]
    public void Advance_LookedAtAfterEverySubstep_IsIdentical()
    {
        SimulationSetup scene = Scene;
        using ISimulator watched = FastBackend.Create(scene, new());
        ParticleSet state = new(watched.ParticleCount);
        watched.Advance(20 * scene.StepPolicy.TimeStep!.Value, new Watcher(() => watched.CopyTo(state)));
        FastScenes.AssertIdentical(FastScenes.Run(scene, new(), 20), state);
    }

    [Fact]
    public void Advance_InFramesOfAnyLength_IsIdentical()
    {
        // The sort period counts from the first substep, not from the frame's start.
        SimulationSetup scene = Scene;
        FastScenes.AssertIdentical(FastScenes.Run(scene, new(), 90), FastScenes.Run(scene, new(), 90, frame: 7));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    public void Advance_OtherWidths_AgreeWithinRounding(int lanes)
    {
        SimulationSetup scene = FastScenes.Setup(FastScenes.Body(12, 8), FastScenes.Of(Laws.Find("neo-hookean")));
        FastScenes.AssertClose(
            FastScenes.Run(scene, new() { LaneCount = 8 }, 100), FastScenes.Run(scene, new() { LaneCount = lanes }, 100), WidthTolerance);
    }

    private sealed class Watcher(Action look) : IProgress<SubstepProgress>
    {
        public void Report(SubstepProgress value) => look();
    }
}
