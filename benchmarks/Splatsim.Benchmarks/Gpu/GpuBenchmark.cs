using System.Diagnostics;
using System.Globalization;
using Splatsim.Benchmarks.Mpm;
using Splatsim.Compute;
using Splatsim.Mechanics;
using Splatsim.Simulation;
using Splatsim.Simulation.Kernels;

namespace Splatsim.Benchmarks.Gpu;

/// <summary>
/// Substeps per second on a GPU, over laws, numbers of particles and ways to sum, as a Markdown table. A frame of equal
/// substeps is advanced several times, sorts and the read-back of its notes included; the median frame counts.
/// </summary>
internal static class GpuBenchmark
{
    private const string Usage =
        """
        gpu [--device cuda:0] [--particles 200000,1000000,4000000] [--laws neo-hookean,...] [--substeps 128] [--repeats 5]
            [--variants] [--output FILE.md]
          --variants   also sums in fixed order, and transfers that are not fused
        """;

    public static int Run(string[] args)
    {
        string device = "cuda:0", particles = "200000,1000000,4000000", laws = "neo-hookean,fixed-corotated,stvk-hencky,drucker-prager,von-mises,newtonian-fluid";
        int substeps = 128, repeats = 5;
        bool variants = false;
        string? output = null;
        try
        {
            for (int i = 0; i < args.Length; i++)
            {
                string name = args[i];
                if (name == "--variants")
                {
                    variants = true;
                    continue;
                }

                string value = ++i < args.Length ? args[i] : throw new ArgumentException($"{name} needs a value");
                if (name == "--device") device = value;
                else if (name == "--particles") particles = value;
                else if (name == "--laws") laws = value;
                else if (name == "--substeps") substeps = int.Parse(value, CultureInfo.InvariantCulture);
                else if (name == "--repeats") repeats = int.Parse(value, CultureInfo.InvariantCulture);
                else if (name == "--output") output = value;
                else throw new ArgumentException($"unknown option '{name}'");
            }
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            Console.Error.WriteLine($"{exception.Message}\n{Usage}");
            return 2;
        }

        using ComputeDevice open = ComputeDevice.Open(DeviceChoice.Parse(device));
        List<string> lines =
        [
            $"# Simulation on {open.Info.Name}", "",
            FormattableString.Invariant($"{DateTime.UtcNow:yyyy-MM-dd}, {open.Info.Key}, {open.Info.MemoryBytes / (double)(1 << 30):F0} GiB. A jittered, turning, falling cube, 8 particles per cell; {substeps} substeps a frame, median of {repeats} frames."), "",
            "| law | sums | particles | million particle-substeps/s | best |", "|---|---|---|---|---|",
        ];
        foreach (string line in lines) Console.WriteLine(line);
        (string Name, DeviceOptions Options)[] ways = variants
            ? [("shared memory, fused", new()), ("shared memory, two visits", new() { Fuse = false }), ("fixed order", new() { IsDeterministic = true })]
            : [("shared memory, fused", new())];
        foreach (string law in laws.Split(','))
        {
            foreach ((string name, DeviceOptions options) in ways)
            {
                foreach (string count in particles.Split(','))
                {
                    (int actual, double median, double best) = Measure(open, law, int.Parse(count, CultureInfo.InvariantCulture), options, substeps, repeats);
                    lines.Add(FormattableString.Invariant($"| {law} | {name} | {actual} | {median:F0} | {best:F0} |"));
                    Console.WriteLine(lines[^1]);
                }
            }
        }

        if (output is not null) File.WriteAllLines(output, lines);
        return 0;
    }

    private static (int Particles, double Median, double Best) Measure(
        ComputeDevice device, string law, int particles, DeviceOptions options, int substeps, int repeats)
    {
        SimulationSetup setup = MpmScene.Create(Laws.Find(law).Key, particles, 8, WorkerPool.Shared);
        using DeviceSimulator simulator = new(setup, device, ownsDevice: false, options);
        double frame = substeps * simulator.TimeStep;
        simulator.Advance(frame);
        double[] rates = new double[repeats];
        for (int i = 0; i < repeats; i++)
        {
            long before = simulator.SubstepCount;
            Stopwatch watch = Stopwatch.StartNew();
            simulator.Advance(frame);
            rates[i] = 1e-6 * simulator.ParticleCount * (simulator.SubstepCount - before) / watch.Elapsed.TotalSeconds;
        }

        Array.Sort(rates);
        return (simulator.ParticleCount, rates[repeats / 2], rates[^1]);
    }
}
