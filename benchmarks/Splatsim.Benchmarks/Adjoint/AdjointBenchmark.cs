using System.Globalization;

namespace Splatsim.Benchmarks.Adjoint;

/// <summary>Measurements of the reverse run that take minutes: memory over the horizon, and what single precision leaves of a gradient.</summary>
internal static class AdjointBenchmark
{
    private const string Usage =
        """
        adjoint memory  [--particles 20000] [--horizons 16,32,64,128,256,512] [--out benchmarks/results]
        adjoint horizon [--horizons 25,50,100,200,400,700,1000] [--out benchmarks/results]
        adjoint whole   [--particles 1000000] [--substeps 1000] [--budget 6 GiB] [--threads 2] [--model neo-hookean]
          memory   states and measured memory of a reverse run by strategy and horizon; a plot and a table
          horizon  the gradient in single precision against double, and how fast disturbances grow, in three scenes; plots and a table
          whole    one forward and one reverse run with its time and peak memory
        """;

    public static int Run(string[] args)
    {
        string verb = args.Length > 0 ? args[0] : string.Empty;
        string[] known = verb switch
        {
            "memory" => ["--particles", "--horizons", "--out"],
            "horizon" => ["--horizons", "--out"],
            "whole" => ["--particles", "--substeps", "--budget", "--threads", "--model"],
            _ => [],
        };
        Dictionary<string, string> options = [];
        for (int i = 1; i < args.Length; i += 2)
        {
            if (i + 1 == args.Length || !known.Contains(args[i]))
            {
                Console.Error.WriteLine($"'{args[i]}'\n{Usage}");
                return 2;
            }

            options[args[i].TrimStart('-')] = args[i + 1];
        }

        string folder = options.GetValueOrDefault("out", "benchmarks/results");
        switch (verb)
        {
            case "memory":
                MemoryOverHorizon.Run(Number("particles", 20_000), Numbers("horizons", [16, 32, 64, 128, 256, 512]), folder);
                return 0;
            case "horizon":
                GradientOverHorizon.Run(Numbers("horizons", [25, 50, 100, 200, 400, 700, 1000]), folder);
                return 0;
            case "whole":
                WholeRun.Run(
                    options.GetValueOrDefault("model", "neo-hookean"), Number("particles", 1_000_000), Number("substeps", 1000),
                    double.Parse(options.GetValueOrDefault("budget", "6"), CultureInfo.InvariantCulture), Number("threads", 2));
                return 0;
            default:
                Console.Error.WriteLine(Usage);
                return 2;
        }

        int Number(string key, int otherwise) => options.TryGetValue(key, out string? text) ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

        int[] Numbers(string key, int[] otherwise) => options.TryGetValue(key, out string? text)
            ? [.. text.Split(',').Select(t => int.Parse(t, CultureInfo.InvariantCulture))] : otherwise;
    }
}
