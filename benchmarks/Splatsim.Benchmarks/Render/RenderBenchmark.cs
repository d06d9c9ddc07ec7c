using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Splatsim.Compute;
using Splatsim.Imaging;
using Splatsim.Rendering;
using Splatsim.Splats;

namespace Splatsim.Benchmarks.Render;

/// <summary>
/// Times the rasterizer on the inputs of tools/splat-yardstick and, beside it, that clock itself. Options: FILE.. (default: the
/// three cases of the requirement), --scale S, --threads N, --repeat N, --degree D, --moved (covariances given), --outputs
/// all, --channels N, --backward (the gradient of every frame too), --lanes 8|16, --yardstick PROGRAM, --picture PNG, --json.
/// </summary>
internal static partial class RenderBenchmark
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public static int Run(string[] args)
    {
        BenchmarkOptions options = BenchmarkOptions.Parse(args);
        List<CaseResult> results = [];
        foreach ((string file, double scale) in options.Cases)
        {
            CaseResult result = Measure(file, scale, options);
            results.Add(result);
            if (!options.Json) Print(result);
        }

        if (options.Json) Console.WriteLine(JsonSerializer.Serialize(results, Json));
        return 0;
    }

    private static CaseResult Measure(string file, double scale, BenchmarkOptions options)
    {
        YardstickScene scene = new(file, scale);
        GaussianCloud cloud = scene.Cloud(options.Degree);
        DeformedSplats? moved = options.Moved ? scene.Deformed() : null;
        using WorkerPool pool = new(options.Threads);
        Rasterizer rasterizer = new(pool, options.Width) { Differentiable = options.Backward };
        RenderTarget target = new(
            scene.Camera.Width, scene.Camera.Height, options.AllOutputs ? RenderOutputs.All : RenderOutputs.ColorAlpha, options.Channels);
        RenderOptions frame = options.Channels == 0 ? RenderOptions.Default : RenderOptions.Default with { Channels = new(cloud.Count, options.Channels) };
        SplatGradient? gradient = options.Backward ? new(cloud, moved, options.Channels) : null;
        // The frame itself as the loss's gradient: that of half the sum of its squares.
        TargetGradient loss = new() { Color = target.Color, Alpha = target.Alpha, ExpectedDepth = target.ExpectedDepth, Channels = target.Channels };
        void Draw()
        {
            rasterizer.Render(cloud, moved, scene.Camera, frame, target);
            if (gradient is not null) rasterizer.Backward(loss, gradient);
        }

        // Tier-1 code is compiled in the background after some thirty calls.
        for (int warmUp = 0; warmUp < 5; warmUp++) Draw();
        Thread.Sleep(300);
        for (int warmUp = 0; warmUp < 3; warmUp++) Draw();
        double? clockBefore = Clock(file, scale, options);
        RenderStatistics best = default;
        double least = double.PositiveInfinity;
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        for (int round = 0; round < options.Repeat; round++)
        {
            long start = Stopwatch.GetTimestamp();
            Draw();
            double total = Stopwatch.GetElapsedTime(start).TotalMilliseconds - rasterizer.Statistics.BackwardMilliseconds;
            least = Math.Min(least, total);
            best = round == 0 ? rasterizer.Statistics : Least(best, rasterizer.Statistics);
        }

        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        double? clockAfter = Clock(file, scale, options);
        if (options.Picture.Length > 0) ImageFiles.Write(options.Picture, target.Color!.ToBytes());
        return new CaseResult(
            $"{scene.Name} {scene.Camera.Width}x{scene.Camera.Height}", rasterizer.Width.ToString(), options.Threads, options.Degree, best,
            least, clockBefore < clockAfter ? clockBefore : clockAfter, (double)allocated / options.Repeat);
    }

    private static RenderStatistics Least(RenderStatistics a, RenderStatistics b) => a with
    {
        ProjectMilliseconds = Math.Min(a.ProjectMilliseconds, b.ProjectMilliseconds),
        SortMilliseconds = Math.Min(a.SortMilliseconds, b.SortMilliseconds),
        BinMilliseconds = Math.Min(a.BinMilliseconds, b.BinMilliseconds),
        BlendMilliseconds = Math.Min(a.BlendMilliseconds, b.BlendMilliseconds),
        BackwardBlendMilliseconds = Math.Min(a.BackwardBlendMilliseconds, b.BackwardBlendMilliseconds),
        BackwardSplatMilliseconds = Math.Min(a.BackwardSplatMilliseconds, b.BackwardSplatMilliseconds),
    };

    // The clock's own total; null without the program.
    private static double? Clock(string file, double scale, BenchmarkOptions options)
    {
        if (options.Yardstick.Length == 0) return null;
        ProcessStartInfo start = new(options.Yardstick, [file, scale.ToString("R", CultureInfo.InvariantCulture)]) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        string line = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Match total = TotalOfClock().Match(line);
        if (!total.Success) throw new InvalidDataException($"{options.Yardstick} printed no total: {line}");
        return double.Parse(total.Groups[1].Value, CultureInfo.InvariantCulture);
    }

    private static void Print(CaseResult r)
    {
        RenderStatistics s = r.Stages;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{r.Case} {r.Lanes} threads={r.Threads} degree={r.Degree} visible={s.VisibleSplats} pairs={s.Pairs} vector-evaluations={s.VectorEvaluations}"));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  project {s.ProjectMilliseconds:F2} sort {s.SortMilliseconds:F2} bin {s.BinMilliseconds:F2} blend {s.BlendMilliseconds:F2} total {r.TotalMilliseconds:F2} ms, yardstick {r.YardstickMilliseconds:F2} ms, ratio {r.Ratio:F3}, {r.BytesPerFrame:F0} bytes allocated per frame"));
        if (s.BackwardMilliseconds > 0)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  backward: tiles {s.BackwardBlendMilliseconds:F2} splats {s.BackwardSplatMilliseconds:F2} total {s.BackwardMilliseconds:F2} ms, {s.BackwardMilliseconds / r.TotalMilliseconds:F2} of the frame"));
        }
    }

    [GeneratedRegex(@"total ([0-9.]+) ms")]
    private static partial Regex TotalOfClock();

    /// <summary>One case: least times of all repetitions, beside the clock in the same minute.</summary>
    private sealed record CaseResult(
        string Case, string Lanes, int Threads, int Degree, RenderStatistics Stages, double TotalMilliseconds, double? YardstickMilliseconds, double BytesPerFrame)
    {
        public double? Ratio => TotalMilliseconds / YardstickMilliseconds;
    }
}
