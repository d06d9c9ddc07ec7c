using System.Globalization;
using Splatsim.Rendering;

namespace Splatsim.Benchmarks.Render;

/// <summary>Arguments of the render benchmark.</summary>
internal sealed class BenchmarkOptions
{
    public List<(string File, double Scale)> Cases { get; } = [];

    public int Threads { get; private set; } = 1;

    public int Repeat { get; private set; } = 15;

    public int Degree { get; private set; }

    public bool Moved { get; private set; }

    public bool AllOutputs { get; private set; }

    public bool Backward { get; private set; }

    public int Channels { get; private set; }

    public bool Json { get; private set; }

    public VectorWidth Width { get; private set; } = VectorWidth.Automatic;

    public string Yardstick { get; private set; } = "";

    public string Picture { get; private set; } = "";

    public static BenchmarkOptions Parse(string[] args)
    {
        BenchmarkOptions result = new();
        List<string> files = [];
        double scale = 1;
        for (int i = 0; i < args.Length; i++)
        {
            string Next() => ++i < args.Length ? args[i] : throw new ArgumentException($"{args[i - 1]} needs a value");
            int Number() => int.Parse(Next(), CultureInfo.InvariantCulture);
            switch (args[i])
            {
                case "--scale": scale = double.Parse(Next(), CultureInfo.InvariantCulture); break;
                case "--threads": result.Threads = Number(); break;
                case "--repeat": result.Repeat = Number(); break;
                case "--degree": result.Degree = Number(); break;
                case "--moved": result.Moved = true; break;
                case "--outputs": result.AllOutputs = Next() == "all"; break;
                case "--lanes": result.Width = Number() == 16 ? VectorWidth.Lanes16 : VectorWidth.Lanes8; break;
                case "--yardstick": result.Yardstick = Next(); break;
                case "--picture": result.Picture = Next(); break;
                case "--backward": result.Backward = true; break;
                case "--channels": result.Channels = Number(); break;
                case "--json": result.Json = true; break;
                default: files.Add(args[i]); break;
            }
        }

        foreach (string file in files) result.Cases.Add((file, scale));
        if (files.Count > 0) return result;
        string shared = Shared();
        result.Cases.Add((Path.Combine(shared, "data/bench/biker_640x360.yardstick"), 1));
        result.Cases.Add((Path.Combine(shared, "data/bench/biker_640x360.yardstick"), 2));
        result.Cases.Add((Path.Combine(shared, "data/bench/garden_648x420.yardstick"), 1));
        string clock = Path.Combine(shared, "tools/splat-yardstick");
        if (result.Yardstick.Length == 0 && File.Exists(clock)) result.Yardstick = clock;
        return result;
    }

    // The folder beside the checkout that holds the bench inputs and the clock.
    private static string Shared()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string shared = Path.Combine(folder.FullName, "shared");
            if (Directory.Exists(Path.Combine(shared, "data/bench"))) return shared;
        }

        throw new DirectoryNotFoundException("no shared/data/bench beside the checkout; name the input files");
    }
}
