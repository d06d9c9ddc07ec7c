using System.Globalization;
using Splatsim.Mechanics;

namespace Splatsim.Benchmarks.Mpm;

/// <summary>Command line of the <c>mpm</c> benchmark.</summary>
internal sealed record MpmOptions
{
    public const string Usage =
        """
        mpm [--backward [--budget GIB] [--horizon N] [--recompute]] [--model neo-hookean] [--particles 1000000] [--per-cell 8] [--threads 1] [--substeps 96] [--repeats 5]
            [--lanes 8|16|1] [--sort-period N] [--sparse] [--unbounded] [--wall] [--separate] [--json] [--all] [--yardstick PATH] [--csv PATH] [--roofline]
          --backward   one substep in reverse beside one forward, and what a schedule adds over a horizon [1000] within a budget [8 GiB];
                       --recompute: grids are computed again for the reversal, instead of kept with the states
          --separate   ends and starts substeps in two visits, so that their shares show
          --sparse     a hash table of blocks even where a table would fit; --unbounded: a grid without bounds
                       (for large runs: --particles 10000000 --substeps 16 --repeats 2 --unbounded; the peak memory is printed)
          --wall       a plate without thickness through the middle of the matter
          --all        laws x particles per cell x threads instead of one case
          --yardstick  runs this program before and after each case and prints the ratio
          --csv        appends a row per case
          --roofline   measures the memory and the arithmetic of the machine too, and prints the shares that are reached
        """;

    public string Model { get; init; } = "neo-hookean";

    public int Particles { get; init; } = 1_000_000;

    public double PerCell { get; init; } = 8;

    public int Threads { get; init; } = 1;

    public int Substeps { get; init; } = 96;

    public int Repeats { get; init; } = 5;

    public int? Lanes { get; init; }

    public int? SortPeriod { get; init; }

    public bool Separate { get; init; }

    public bool Sparse { get; init; }

    public bool Unbounded { get; init; }

    public bool Wall { get; init; }

    public bool Json { get; init; }

    public bool All { get; init; }

    public string? Yardstick { get; init; }

    public string? Csv { get; init; }

    public bool Roofline { get; init; }

    public bool Backward { get; init; }

    public double BudgetGibibytes { get; init; } = 8;

    public bool Recompute { get; init; }

    public int Horizon { get; init; } = 1000;

    /// <exception cref="ArgumentException">An unknown option or model, or a value that is none.</exception>
    public static MpmOptions Parse(ReadOnlySpan<string> arguments)
    {
        MpmOptions options = new();
        for (int i = 0; i < arguments.Length; i++)
        {
            string name = arguments[i];
            string Value(ReadOnlySpan<string> all) =>
                ++i < all.Length ? all[i] : throw new ArgumentException($"{name} needs a value");
            int Number(ReadOnlySpan<string> all) => int.Parse(Value(all), CultureInfo.InvariantCulture);
            options = name switch
            {
                "--model" => options with { Model = Value(arguments) },
                "--particles" => options with { Particles = Number(arguments) },
                "--per-cell" => options with { PerCell = Number(arguments) },
                "--threads" => options with { Threads = Number(arguments) },
                "--substeps" => options with { Substeps = Number(arguments) },
                "--repeats" => options with { Repeats = Number(arguments) },
                "--lanes" => options with { Lanes = Number(arguments) },
                "--sort-period" => options with { SortPeriod = Number(arguments) },
                "--separate" => options with { Separate = true },
                "--sparse" => options with { Sparse = true },
                "--unbounded" => options with { Unbounded = true },
                "--wall" => options with { Wall = true },
                "--roofline" => options with { Roofline = true },
                "--backward" => options with { Backward = true },
                "--recompute" => options with { Recompute = true },
                "--budget" => options with { BudgetGibibytes = double.Parse(Value(arguments), CultureInfo.InvariantCulture) },
                "--horizon" => options with { Horizon = Number(arguments) },
                "--json" => options with { Json = true },
                "--all" => options with { All = true },
                "--yardstick" => options with { Yardstick = Value(arguments) },
                "--csv" => options with { Csv = Value(arguments) },
                _ => throw new ArgumentException($"unknown option '{name}'"),
            };
        }

        if (Laws.TryFind(options.Model) is null)
            throw new ArgumentException($"unknown model '{options.Model}'; there are {string.Join(", ", Laws.All.Select(l => l.Key))}");
        return options;
    }
}
