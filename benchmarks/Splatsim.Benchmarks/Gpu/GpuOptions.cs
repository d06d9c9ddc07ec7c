using System.Globalization;

namespace Splatsim.Benchmarks.Gpu;

/// <summary>Arguments of the GPU benchmark.</summary>
internal sealed record GpuOptions
{
    public const string Usage =
        """
        gpu [--device cuda:0] [--particles 200000,1000000,4000000] [--laws neo-hookean,...] [--substeps 128] [--repeats 5]
            [--variants] [--garden FILE] [--grids 1,5,11] [--size 1920x1080] [--frames 30] [--check] [--output FILE.md]
          --variants   also sums in fixed order, and transfers that are not fused
          --garden     garden.safetensors of gsplat's profiling; without it nothing is drawn
          --grids      repetitions of the garden's crop along both sides
          --size       size of the second table of pictures
          --check      also draw the smallest garden on the processor and compare
        """;

    public string Device { get; private set; } = "cuda:0";

    public IReadOnlyList<int> Particles { get; private set; } = [200_000, 1_000_000, 4_000_000];

    public IReadOnlyList<string> Laws { get; private set; } = ["neo-hookean", "fixed-corotated", "stvk-hencky", "drucker-prager", "von-mises", "newtonian-fluid"];

    public int Substeps { get; private set; } = 128;

    public int Repeats { get; private set; } = 5;

    public bool Variants { get; private set; }

    public string? Garden { get; private set; }

    public IReadOnlyList<int> Grids { get; private set; } = [1, 5, 11];

    public (int Width, int Height) Size { get; private set; } = (1920, 1080);

    public int Frames { get; private set; } = 30;

    public bool Check { get; private set; }

    public string? Output { get; private set; }

    /// <exception cref="ArgumentException">An option is unknown or has no value.</exception>
    /// <exception cref="FormatException">A value is not a number.</exception>
    public static GpuOptions Parse(string[] args)
    {
        GpuOptions result = new();
        for (int i = 0; i < args.Length; i++)
        {
            string name = args[i];
            string Next() => ++i < args.Length ? args[i] : throw new ArgumentException($"{name} needs a value");
            switch (name)
            {
                case "--device": result.Device = Next(); break;
                case "--particles": result.Particles = Numbers(Next()); break;
                case "--laws": result.Laws = Next().Split(','); break;
                case "--substeps": result.Substeps = Number(Next()); break;
                case "--repeats": result.Repeats = Number(Next()); break;
                case "--variants": result.Variants = true; break;
                case "--garden": result.Garden = Next(); break;
                case "--grids": result.Grids = Numbers(Next()); break;
                case "--size":
                    string[] sides = Next().Split('x');
                    result.Size = (Number(sides[0]), Number(sides[^1]));
                    break;
                case "--frames": result.Frames = Number(Next()); break;
                case "--check": result.Check = true; break;
                case "--output": result.Output = Next(); break;
                default: throw new ArgumentException($"unknown option '{name}'");
            }
        }

        return result;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static int[] Numbers(string text) => [.. text.Split(',').Select(Number)];
}
