using System.Diagnostics;
using Splatsim.Benchmarks.Mpm;
using Splatsim.Compute;
using Splatsim.Simulation;

namespace Splatsim.Benchmarks.Adjoint;

/// <summary>One whole forward and reverse run within a memory budget: what a fit repeats.</summary>
internal static class WholeRun
{
    public static void Run(string model, int particles, int substeps, double gibibytes, int threads)
    {
        using WorkerPool pool = new(threads);
        SimulationSetup setup = MpmScene.Create(model, particles, 8, pool);
        TapeOptions options = new() { MemoryBudget = (long)(gibibytes * (1L << 30)) };
        double step;
        using (SimulationTape probe = new(setup)) step = probe.Simulator.TimeStep;
        using SimulationTape tape = new(setup with { StepPolicy = StepPolicy.Fixed(step) }, options);
        Stopwatch watch = Stopwatch.StartNew();
        tape.Advance(substeps * step);
        double forward = watch.Elapsed.TotalSeconds;
        double[] weights = [.. Enumerable.Range(0, 3 * setup.Particles.Count).Select(i => Math.Sin(0.37 * i))];
        watch.Restart();
        SimulationGradient gradient = tape.Reverse(frame => frame == 1 ? new() { Positions = weights } : null);
        double reverse = watch.Elapsed.TotalSeconds;
        long peak = Process.GetCurrentProcess().PeakWorkingSet64;
        CheckpointSchedule schedule = CheckpointSchedule.Of(options.Strategy, tape.SubstepCount, options.MemoryBudget / tape.StateBytes);
        Console.WriteLine(FormattableString.Invariant(
            $"{model}: {setup.Particles.Count} particles, {tape.SubstepCount} substeps, {threads} threads: forward {forward:f1} s, reverse {reverse:f1} s ({reverse / forward:f2}x); up to {schedule.SlotCount} states of {tape.StateBytes / 1e6:f1} MB, {(double)schedule.ForwardCount / tape.SubstepCount:f2} runs again; peak memory {peak / 1e9:f2} GB; |dL/dx| {Math.Sqrt(gradient.Positions.Sum(g => g * g)):g6}"));
    }
}
