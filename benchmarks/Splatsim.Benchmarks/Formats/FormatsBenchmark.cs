using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Splatsim.Formats;
using Splatsim.Splats;

namespace Splatsim.Benchmarks;

/// <summary>
/// Times reading and writing of every registered format, with peak memory, and conversions in pairs with
/// @playcanvas/splat-transform (process start included) where its cli.mjs is given.
/// </summary>
public static class FormatsBenchmark
{
    private const int Degree = 3;

    // splat-transform wants Node 22.
    private const int OldestNode = 22;

    /// <summary>Runs the verb.</summary>
    /// <param name="args">--counts 100000,1000000 --repeats 5 --formats ply,spz --splat-transform CLI.mjs --node NODE --splatsim PUBLISHED-CLI --json; or, for child
    /// processes, --read FILE, or --convert IN OUT.</param>
    /// <returns>Exit code.</returns>
    public static int Run(string[] args)
    {
        if (Value(args, "--read") is { } file) return ReadOnce(file);
        int convert = Array.IndexOf(args, "--convert");
        if (convert >= 0) return ConvertOnce(args[convert + 1], args[convert + 2]);

        int repeats = int.Parse(Value(args, "--repeats") ?? "5", CultureInfo.InvariantCulture);
        int[] counts = [.. (Value(args, "--counts") ?? "100000,1000000").Split(',').Select(c => int.Parse(c, CultureInfo.InvariantCulture))];
        string folder = Directory.CreateTempSubdirectory("splatsim-formats-benchmark-").FullName;
        List<object> results = [];
        try
        {
            foreach (int count in counts)
            {
                GaussianCloud cloud = SyntheticCloud.Make(count, Degree);
                foreach (ISplatFormat format in SplatFormats.All.Where(f => f.CanWrite && IsWanted(f, args))) results.Add(TimeFormat(format, cloud, folder, repeats));
                results.AddRange(TimePairs(args, folder, count, repeats));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        if (args.Contains("--json")) Console.WriteLine(JsonSerializer.Serialize(results));
        return 0;
    }

    private static object TimeFormat(ISplatFormat format, GaussianCloud cloud, string folder, int repeats)
    {
        string path = Path.Combine(folder, $"cloud{cloud.Count}{format.Extensions[0]}");
        (double writeSeconds, double writeProcessor) = Best(repeats, () => format.Write(cloud, path, WriteOptions.Default));
        (double readSeconds, double readProcessor) = Best(repeats, () => SplatFiles.Read(path));
        ChildRun child = ChildRun.Start(Self, "formats", "--read", path);
        long decoded = (long)cloud.Count * sizeof(float) * (format.Name == "splat" ? 14 : 11 + cloud.ShColumns.Count);
        double peak = (double)child.PeakBytes / decoded;
        long bytes = new FileInfo(path).Length;
        Console.Error.WriteLine(
            $"{cloud.Count} splats  {format.Name,-15} {bytes / 1e6,7:F1} MB  read {readSeconds,6:F3} s (cpu {readProcessor:F3})  write {writeSeconds,6:F3} s (cpu {writeProcessor:F3})  reader's peak memory {peak:F2} x cloud");
        return new
        {
            format = format.Name,
            count = cloud.Count,
            bytes,
            readSeconds,
            readProcessorSeconds = readProcessor,
            writeSeconds,
            writeProcessorSeconds = writeProcessor,
            peakBytes = child.PeakBytes,
            peakPerDecodedByte = peak,
        };
    }

    private static IEnumerable<object> TimePairs(string[] args, string folder, int count, int repeats)
    {
        if (Value(args, "--splat-transform") is not { } cli)
        {
            Console.Error.WriteLine("splat-transform is not compared: give --splat-transform .../@playcanvas/splat-transform/bin/cli.mjs");
            yield break;
        }

        string node = Value(args, "--node") ?? "node";
        string version = ChildRun.Start(node, "--version").Output.Trim();
        if (int.Parse(version.TrimStart('v').Split('.')[0], CultureInfo.InvariantCulture) < OldestNode)
        {
            Console.Error.WriteLine($"splat-transform is not compared: {node} is {version}, it needs {OldestNode} or newer; give --node");
            yield break;
        }

        string source = Path.Combine(folder, $"cloud{count}.ply");
        foreach (string target in (string[])[".ply", ".spz"])
        {
            string ours = Path.Combine(folder, "ours" + target);
            string theirs = Path.Combine(folder, "theirs" + target);
            List<double> ratios = [];
            List<double> own = [];
            List<double> other = [];
            // Alternating, so that a change of the machine's load meets both.
            for (int i = 0; i < repeats; i++)
            {
                own.Add(Convert(args, source, ours).Seconds);
                other.Add(ChildRun.Start(node, cli, "-q", "-w", source, theirs).Seconds);
                ratios.Add(other[^1] / own[^1]);
            }

            ratios.Sort();
            double median = ratios[ratios.Count / 2];
            Console.Error.WriteLine(
                $"{count} splats  ply to {target}: ours {own.Min():F2} s, splat-transform {other.Min():F2} s, median of {repeats} paired ratios {median:F1}");
            yield return new { pair = $"ply to {target}", count, seconds = own.Min(), splatTransformSeconds = other.Min(), medianRatio = median };
        }
    }

    // The published command line where it is given: it is compiled ahead of time, this program is not.
    private static ChildRun Convert(string[] args, string from, string to) => Value(args, "--splatsim") is { } program
        ? ChildRun.Start(program, "convert", from, to)
        : ChildRun.Start(Self, "formats", "--convert", from, to);

    private static (double Seconds, double ProcessorSeconds) Best(int repeats, Action action)
    {
        double best = double.PositiveInfinity;
        double processor = double.PositiveInfinity;
        for (int i = 0; i <= repeats; i++)
        {
            GC.Collect();
            TimeSpan before = Environment.CpuUsage.TotalTime;
            Stopwatch clock = Stopwatch.StartNew();
            action();
            // The first run warms up code and the file cache.
            if (i == 0) continue;
            best = Math.Min(best, clock.Elapsed.TotalSeconds);
            processor = Math.Min(processor, (Environment.CpuUsage.TotalTime - before).TotalSeconds);
        }

        return (best, processor);
    }

    private static int ReadOnce(string file)
    {
        GaussianCloud cloud = SplatFiles.Read(file);
        Console.WriteLine(cloud.Count);
        return 0;
    }

    private static int ConvertOnce(string from, string to)
    {
        SplatFiles.Write(SplatFiles.Read(from), to);
        return 0;
    }

    // The pairs convert from the PLY, which is therefore always made.
    private static bool IsWanted(ISplatFormat format, string[] args) =>
        format.Name == "ply" || Value(args, "--formats") is not { } wanted || wanted.Split(',').Contains(format.Name);

    private static string Self => Environment.ProcessPath ?? throw new InvalidOperationException("the process has no path");

    private static string? Value(string[] args, string name)
    {
        int index = Array.IndexOf(args, name);
        return index >= 0 && index + 1 < args.Length ? args[index + 1] : null;
    }
}
