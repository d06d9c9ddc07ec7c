using System.Diagnostics;
using System.Globalization;
using System.Runtime.Intrinsics;
using System.Text.Json;
using Splatsim.Compute;
using Splatsim.Mechanics;
using Splatsim.Simulation;
using Splatsim.Simulation.Fast;

namespace Splatsim.Benchmarks.Mpm;

/// <summary>
/// Substeps per second of the fast back end. A frame of equal substeps is advanced several times, sorts and all; the median
/// frame counts, and the best is printed beside it.
/// </summary>
internal static class MpmBenchmark
{
    // Frames until every hot method has been compiled with full optimisation.
    private const int WarmUpFrames = 2;

    public static int Run(string[] args)
    {
        MpmOptions options;
        try
        {
            options = MpmOptions.Parse(args);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            Console.Error.WriteLine($"{exception.Message}\n{MpmOptions.Usage}");
            return 2;
        }

        if (options.Backward) return MpmBackward.Run(options);
        // By threads: of the machine, whatever the case.
        Dictionary<int, MpmRoofline> rooflines = [];
        foreach (MpmOptions one in options.All ? Cases(options) : [options])
        {
            MpmResult result = Measure(one);
            Console.WriteLine(options.Json ? ToJson(result) : result.ToLine());
            if (options.Roofline && !options.Json) PrintRoofline(result, rooflines);
            if (options.Csv is { } path) Append(path, result);
        }

        return 0;
    }

    private static void PrintRoofline(MpmResult result, Dictionary<int, MpmRoofline> measured)
    {
        if (!measured.TryGetValue(result.Threads, out MpmRoofline? roofline))
        {
            using WorkerPool pool = new(result.Threads);
            measured[result.Threads] = roofline = MpmRoofline.Measure(pool);
        }

        Console.WriteLine(roofline.ToLine(result.Rate));
    }

    private static IEnumerable<MpmOptions> Cases(MpmOptions options)
    {
        foreach (LawEntry law in Laws.All)
            if (!law.Description.IsConstraint) yield return options with { Model = law.Key };
        foreach (int perCell in new[] { 1, 2, 4, 27 }) yield return options with { PerCell = perCell };
        foreach (int particles in new[] { 50_000, 250_000, 4_000_000 }) yield return options with { Particles = particles };
        for (int threads = 2; threads <= Environment.ProcessorCount; threads *= 2) yield return options with { Threads = threads };
    }

    private static MpmResult Measure(MpmOptions options)
    {
        using WorkerPool pool = new(options.Threads);
        SimulationSetup setup = MpmScene.Create(options.Model, options.Particles, options.PerCell, pool);
        if (options.Unbounded) setup = setup with { Domain = setup.Domain with { IsUnbounded = true } };
        if (options.Wall) setup = setup with { Boundaries = [.. setup.Boundaries, MpmScene.Wall(setup.Domain)] };
        FastOptions fast = new() { Fuse = !options.Separate, Dense = options.Sparse ? false : null };
        if (options.Lanes is { } lanes) fast = fast with { LaneCount = lanes };
        if (options.SortPeriod is { } period) fast = fast with { SortPeriod = period };
        using ISimulator simulator = FastBackend.Create(setup, fast);
        IFastDiagnostics diagnostics = (IFastDiagnostics)simulator;
        // The automatic step of the start, kept for all frames.
        double frame = options.Substeps * simulator.TimeStep;
        for (int i = 0; i < WarmUpFrames; i++) simulator.Advance(frame);
        foreach (StageTime stage in diagnostics.Stages.All) stage.Reset();

        double clockBefore = options.Yardstick is { } path ? MpmYardstick.Measure(path) : double.NaN;
        double[] rates = new double[options.Repeats];
        for (int i = 0; i < rates.Length; i++)
        {
            long substeps = simulator.SubstepCount;
            Stopwatch watch = Stopwatch.StartNew();
            simulator.Advance(frame);
            rates[i] = 1e-6 * simulator.ParticleCount * (simulator.SubstepCount - substeps) / watch.Elapsed.TotalSeconds;
        }

        double? clock = options.Yardstick is { } again ? 0.5 * (clockBefore + MpmYardstick.Measure(again)) : null;
        Array.Sort(rates);
        double total = diagnostics.Stages.All.Sum(s => s.Seconds);
        return new(
            options.Model, simulator.ParticleCount, options.PerCell, options.Threads, Instructions(fast.LaneCount),
            rates[rates.Length / 2], rates[^1], (double)diagnostics.ParticleBytes / simulator.ParticleCount, diagnostics.GridBytes,
            diagnostics.Stages.All.Where(s => s.Seconds > 0).ToDictionary(s => s.Name, s => s.Seconds / total), clock)
        {
            PeakBytes = Process.GetCurrentProcess().PeakWorkingSet64,
        };
    }

    internal static string Instructions(int lanes) => lanes switch
    {
        16 => Vector512.IsHardwareAccelerated ? "AVX-512" : "AVX-512-emulated",
        8 => Vector256.IsHardwareAccelerated ? "AVX2" : "256-bit-emulated",
        _ => "scalar",
    };

    private static string ToJson(MpmResult result) => JsonSerializer.Serialize(
        new
        {
            model = result.Model,
            particles = result.Particles,
            particlesPerCell = result.PerCell,
            threads = result.Threads,
            instructionSet = result.Instructions,
            millionParticleSubstepsPerSecond = result.Rate,
            bestMillionParticleSubstepsPerSecond = result.BestRate,
            bytesPerParticle = result.BytesPerParticle,
            gridBytes = result.GridBytes,
            peakBytes = result.PeakBytes,
            stageShares = result.Stages,
            yardstickMillionParticlesPerSecond = result.YardstickRate,
            ratio = result.Ratio,
        });

    private static void Append(string path, MpmResult result)
    {
        if (Path.GetDirectoryName(path) is { Length: > 0 } folder) Directory.CreateDirectory(folder);
        bool isNew = !File.Exists(path);
        using StreamWriter writer = new(path, append: true);
        if (isNew) writer.WriteLine(MpmResult.CsvHeader);
        string machine = string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName} {Environment.ProcessorCount} cores");
        writer.WriteLine(result.ToCsv(machine));
    }
}
