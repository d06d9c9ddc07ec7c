using System.Diagnostics;
using System.Runtime.InteropServices;
using Splatsim.Benchmarks.Mpm;
using Splatsim.Compute;
using Splatsim.Mechanics;
using Splatsim.Simulation;
using Splatsim.Simulation.Kernels;

namespace Splatsim.Benchmarks.Gpu;

/// <summary>
/// A GPU's figures as a page: substeps per second over laws, numbers of particles and ways to sum, what their reversal costs, and frames per second of
/// gsplat's profiling scene, and what their gradients take. A frame of equal substeps is advanced several times, sorts and the read-back of its notes included;
/// the median frame counts.
/// </summary>
internal static class GpuBenchmark
{
    public static int Run(string[] args)
    {
        GpuOptions options;
        try
        {
            options = GpuOptions.Parse(args);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            Console.Error.WriteLine($"{exception.Message}\n{GpuOptions.Usage}");
            return 2;
        }

        List<string> lines = [];
        using ComputeDevice device = ComputeDevice.Open(DeviceChoice.Parse(options.Device));
        try
        {
            Describe(device, Print);
            Simulate(device, options, Print);
            GpuReverse.Run(device, options, Print);
            if (options.Garden is not null) GpuDrawing.Run(device, options, Print);
            if (options.Garden is not null) GpuDrawing.RunReverse(device, options, Print);
            return 0;
        }
        finally
        {
            // What was measured until something broke is worth having.
            if (options.Output is not null) File.WriteAllLines(options.Output, lines);
        }

        void Print(string line)
        {
            lines.Add(line);
            Console.WriteLine(line);
        }
    }

    private static void Describe(ComputeDevice device, Action<string> print)
    {
        print($"# {device.Info.Name}");
        print("");
        print(FormattableString.Invariant(
            $"{DateTime.UtcNow:yyyy-MM-dd}, {device.Info.Key}, {device.Info.MemoryBytes / (double)(1 << 30):F0} GiB, {device.Accelerator.NumMultiprocessors} multiprocessors, warps of {device.Accelerator.WarpSize}; {RuntimeInformation.FrameworkDescription} on {RuntimeInformation.OSDescription}, {Environment.ProcessorCount} processors."));
    }

    private static void Simulate(ComputeDevice device, GpuOptions options, Action<string> print)
    {
        print("");
        print("## Simulation");
        print("");
        print($"A jittered, turning, falling cube, 8 particles per cell; {options.Substeps} substeps a frame, median of {options.Repeats} frames.");
        print("");
        print("| law | sums | particles | million particle-substeps/s | best | memory of the device in use [MiB] |");
        print("|---|---|---|---|---|---|");
        (string Name, DeviceOptions Options)[] ways = options.Variants
            ? [("shared memory, fused", new()), ("shared memory, two visits", new() { Fuse = false }), ("fixed order", new() { IsDeterministic = true })]
            : [("shared memory, fused", new())];
        foreach (string law in options.Laws)
        {
            foreach ((string name, DeviceOptions way) in ways)
                foreach (int count in options.Particles) print(Measure(device, law, count, name, way, options));
        }
    }

    private static string Measure(ComputeDevice device, string law, int particles, string name, DeviceOptions way, GpuOptions options)
    {
        SimulationSetup setup = MpmScene.Create(Laws.Find(law).Key, particles, 8, WorkerPool.Shared);
        using DeviceSimulator simulator = new(setup, device, ownsDevice: false, way);
        double frame = options.Substeps * simulator.TimeStep;
        simulator.Advance(frame);
        double[] rates = new double[options.Repeats];
        for (int i = 0; i < rates.Length; i++)
        {
            long before = simulator.SubstepCount;
            Stopwatch watch = Stopwatch.StartNew();
            simulator.Advance(frame);
            rates[i] = 1e-6 * simulator.ParticleCount * (simulator.SubstepCount - before) / watch.Elapsed.TotalSeconds;
        }

        Array.Sort(rates);
        return FormattableString.Invariant(
            $"| {law} | {name} | {simulator.ParticleCount} | {rates[rates.Length / 2]:F1} | {rates[^1]:F1} | {GpuMemory.InUse(device)} |");
    }
}
