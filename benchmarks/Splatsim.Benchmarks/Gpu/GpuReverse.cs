using System.Diagnostics;
using Splatsim.Benchmarks.Mpm;
using Splatsim.Compute;
using Splatsim.Mechanics;
using Splatsim.Simulation;
using Splatsim.Simulation.Kernels;

namespace Splatsim.Benchmarks.Gpu;

/// <summary>
/// What a reversed substep costs beside a forward one: all states are kept, so that a reversal repeats its own substep and nothing else. Pairs of
/// a forward frame and its reversal, one right after the other; the median of their ratios counts.
/// </summary>
internal static class GpuReverse
{
    private const int LongestRun = 32;

    private const double Bar = 4;

    public static void Run(ComputeDevice device, GpuOptions options, Action<string> print)
    {
        int substeps = Math.Min(options.Substeps, LongestRun);
        (string Name, DeviceOptions Options)[] ways = [("shared memory", new()), ("fixed order", new() { IsDeterministic = true })];
        print("");
        print("## Reverse");
        print("");
        print($"The same cube; {substeps} substeps forward, then in reverse from a loss over the last positions. The bar is a ratio of {Bar} on an H200.");
        print("");
        print("| law | sums | particles | forward [ms/substep] | reverse [ms/substep] | reverse/forward |");
        print("|---|---|---|---|---|---|");
        foreach (string law in options.Laws)
        {
            foreach ((string name, DeviceOptions way) in ways)
                foreach (int count in options.Particles) print(Measure(device, law, count, name, way, substeps, options.Repeats));
        }
    }

    private static string Measure(ComputeDevice device, string law, int particles, string name, DeviceOptions way, int substeps, int repeats)
    {
        SimulationSetup setup = MpmScene.Create(Laws.Find(law).Key, particles, 8, WorkerPool.Shared) with { Backend = SimulationBackend.Device };
        double[] forward = new double[repeats], reverse = new double[repeats], ratios = new double[repeats];
        int count = setup.Particles.Count;
        StateCotangents seed = new() { Positions = [.. Enumerable.Range(0, 3 * count).Select(i => Math.Sin(i))] };
        using DeviceSimulator plain = new(setup, device, ownsDevice: false, way);
        double frame = substeps * plain.TimeStep;
        plain.Advance(frame);
        for (int i = -1; i < repeats; i++)
        {
            // The forward run of the simulator without a tape: no states are kept.
            Stopwatch watch = Stopwatch.StartNew();
            long before = plain.SubstepCount;
            plain.Advance(frame);
            double perForward = watch.Elapsed.TotalMilliseconds / (plain.SubstepCount - before);
            using SimulationTape tape = new(
                setup, new() { MemoryBudget = device.Info.MemoryBytes / 2 }, s => new DeviceTapeEngine(s, device, ownsDevice: false, way));
            tape.Advance(frame);
            device.Synchronize();
            watch.Restart();
            tape.Reverse(f => f == 1 ? seed : null);
            double perReverse = watch.Elapsed.TotalMilliseconds / tape.SubstepCount;
            // The first pair compiles.
            if (i >= 0) (forward[i], reverse[i], ratios[i]) = (perForward, perReverse, perReverse / perForward);
        }

        return FormattableString.Invariant(
            $"| {law} | {name} | {count} | {Median(forward):F3} | {Median(reverse):F3} | {Median(ratios):F2} |");
    }

    private static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
