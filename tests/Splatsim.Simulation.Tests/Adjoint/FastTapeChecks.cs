using Splatsim.Compute;
using Splatsim.Simulation;
using Splatsim.Simulation.Fast;

namespace Splatsim.Tests;

/// <summary>What has to hold of every run in reverse on the fast back end, whatever is in its scene: three frames that are sorted every fifth substep.</summary>
internal static class FastTapeChecks
{
    /// <summary>Single precision, relative to the largest derivative of a kind (reference/mpm.md 6.4, item 12).</summary>
    public const double Tolerance = 1e-3;

    /// <summary>Length of a frame [s].</summary>
    public const double FrameTime = 0.004;

    private const int Frames = 3, SortPeriod = 5;

    /// <summary>The derivatives are those of the reference back end in double, which central differences confirm.</summary>
    /// <param name="setup">The scene.</param>
    /// <param name="reverse">A loss on a tape of it.</param>
    /// <param name="lanes">Lanes of a register.</param>
    /// <returns>The reference's derivatives.</returns>
    public static SimulationGradient AssertIsThatOfTheReference(
        SimulationSetup setup, Func<SimulationTape, SimulationSetup, SimulationGradient> reverse, int lanes = 8)
    {
        using SimulationTape fast = Tape(setup, new(), lanes), reference = new(setup with { Backend = SimulationBackend.Reference });
        SimulationGradient expected = Run(reference, setup, reverse), actual = Run(fast, setup, reverse);
        Assert.Equal(reference.SubstepCount, fast.SubstepCount);
        AssertNear(expected, actual);
        return expected;
    }

    /// <summary>Two gradients agree within <see cref="Tolerance"/>.</summary>
    public static void AssertNear(SimulationGradient expected, SimulationGradient actual)
    {
        List<string> failures = [];
        foreach (((string what, double[] right), (_, double[] found)) in GradientParts.Of(expected).Zip(GradientParts.Of(actual), (e, a) => (e, a)))
        {
            Assert.Equal(right.Length, found.Length);
            double largest = right.Select(Math.Abs).DefaultIfEmpty(0).Max(), worst = right.Zip(found, (e, a) => Math.Abs(e - a)).DefaultIfEmpty(0).Max();
            if (largest > 0) TestContext.Current.TestOutputHelper?.WriteLine($"{what}: {worst / largest:g3} of {largest:g4}");
            if (!(worst <= Tolerance * largest)) failures.Add($"{what}: {worst / largest:g3}");
        }

        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }

    /// <summary>The derivatives have the same bits whatever states are kept, with the momenta of nodes or without, and for 1 to 3 workers.</summary>
    /// <param name="setup">The scene for a pool.</param>
    /// <param name="reverse">A loss on a tape of it.</param>
    /// <param name="sortPeriod">Substeps between sorts that nothing asks for.</param>
    public static void AssertSameForAnyScheduleAndWorkers(
        Func<WorkerPool?, SimulationSetup> setup, Func<SimulationTape, SimulationSetup, SimulationGradient> reverse, int sortPeriod = SortPeriod)
    {
        double[] all = Gradient(new() { Strategy = CheckpointStrategy.StoreAll }, 1, out long bytes);
        Assert.True(all.Max(Math.Abs) > 0);
        foreach ((CheckpointStrategy strategy, int states, int workers) in ((CheckpointStrategy, int, int)[])
            [(CheckpointStrategy.Binomial, 2, 1), (CheckpointStrategy.TwoLevel, 40, 2), (CheckpointStrategy.ThreeLevel, 40, 3)])
            Assert.Equal(all, Gradient(new() { Strategy = strategy, MemoryBudget = (long)(1.2 * states * bytes) }, workers, out _));

        // With what nodes got kept beside all states, which small scenes have no room for otherwise.
        Assert.Equal(all, Gradient(new() { Strategy = CheckpointStrategy.StoreAll }, 2, out _, momentaShare: 100));

        double[] Gradient(TapeOptions options, int workers, out long stateBytes, double momentaShare = 0)
        {
            using WorkerPool pool = new(workers);
            SimulationSetup own = setup(pool);
            using SimulationTape tape = Tape(own, options, sortPeriod: sortPeriod, momentaShare: momentaShare);
            SimulationGradient gradient = Run(tape, own, reverse);
            stateBytes = tape.StateBytes;
            return [.. GradientParts.Of(gradient).SelectMany(p => p.Values)];
        }
    }

    /// <summary>A tape on the fast back end.</summary>
    public static SimulationTape Tape(SimulationSetup setup, TapeOptions options, int lanes = 8, int sortPeriod = SortPeriod, double momentaShare = 0.25) => new(
        setup with { Backend = SimulationBackend.Fast }, options, s => FastTapes.Create(s, new FastOptions { SortPeriod = sortPeriod, LaneCount = lanes, MomentaShare = momentaShare }));

    private static SimulationGradient Run(SimulationTape tape, SimulationSetup setup, Func<SimulationTape, SimulationSetup, SimulationGradient> reverse)
    {
        for (int frame = 0; frame < Frames; frame++) tape.Advance(FrameTime);
        return reverse(tape, setup);
    }
}
