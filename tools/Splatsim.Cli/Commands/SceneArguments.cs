using System.CommandLine;
using Splatsim.Compute;
using Splatsim.Mathematics;
using Splatsim.Scenes;

namespace Splatsim.Cli;

/// <summary>The arguments of verbs that take a scene file, an imported configuration, or a bare capture.</summary>
internal sealed class SceneArguments
{
    public Argument<string> Input { get; } = new("scene") { Description = "Scene file (.json), configuration of PhysGaussian, PIXIE (.json) or OmniPhysGS (.yaml), or a bare capture." };

    public Option<string?> Splats { get; } = new("--splats") { Description = "The capture of a configuration that does not name it." };

    public Option<string?> Material { get; } = new("--material", "-m") { Description = "Material of the moving object (see splatsim materials)." };

    public Option<string?> Box { get; } = new("--box") { Description = "What moves: x0,y0,z0,x1,y1,z1 in metres, y up." };

    public Option<string?> Up { get; } = new("--up") { Description = "The direction in the capture that points up, x,y,z; guessed when missing." };

    public Option<double?> MetersPerUnit { get; } = new("--meters-per-unit") { Description = "Metres per unit of the capture; guessed when missing." };

    public Option<double?> Duration { get; } = new("--duration") { Description = "Simulated time [s]." };

    public Option<double?> FramesPerSecond { get; } = new("--fps") { Description = "Frames per second." };

    public Option<int?> Resolution { get; } = new("--resolution") { Description = "Cells along the longest side of what moves." };

    public Option<string?> Size { get; } = new("--size") { Description = "Picture size such as 1280x720." };

    public Option<string?> Stiffness { get; } = new("--stiffness") { Description = "capped (softens stiff materials to the step budget) or physical." };

    public Option<string?> Color { get; } = new("--color") { Description = "splats, speed, displacement or material." };

    public Option<int?> Threads { get; } = new("--threads") { Description = "Worker threads." };

    public Option<string?> Device { get; } = new("--device") { Description = "Which device simulates and draws: cpu, cuda:0, opencl:0, or auto for the first GPU, and the processor where there is none that can (see splatsim devices)." };

    public IEnumerable<Option> Options =>
        [Splats, Material, Box, Up, MetersPerUnit, Duration, FramesPerSecond, Resolution, Size, Stiffness, Color, Threads, Device];

    /// <summary>Adds the arguments to a verb.</summary>
    /// <param name="command">The verb.</param>
    /// <param name="films">False for verbs on the processor that show no frames: nothing that only matters for those.</param>
    public void AddTo(Command command, bool films = true)
    {
        command.Arguments.Add(Input);
        foreach (Option option in films ? Options : Options.Except([FramesPerSecond, Size, Color, Device])) command.Options.Add(option);
    }

    /// <summary>True for scene files and configurations; meta.json is a capture (SOG).</summary>
    public static bool IsSceneFile(string input) =>
        (input.EndsWith(".json", StringComparison.OrdinalIgnoreCase) && Path.GetFileName(input) != "meta.json")
        || Path.GetExtension(input).ToLowerInvariant() is ".yaml" or ".yml";

    /// <summary>Loads what the arguments name.</summary>
    public Scene Load(ParseResult result, CancellationToken cancellation)
    {
        string input = result.GetValue(Input)!;
        if (!IsSceneFile(input))
        {
            SceneDescription guessed = CaptureScenes.Describe(input, result.GetValue(Material) ?? "jelly", Region(result));
            return Scene.Create(Override(result, guessed), cancellation);
        }

        Scene scene = Scene.Load(input, result.GetValue(Splats), cancellation);
        return Scene.Of(Override(result, scene.Description), scene.Cloud, scene.Notes);
    }

    private SceneDescription Override(ParseResult result, SceneDescription scene)
    {
        SceneDescription changed = scene with
        {
            Units = Units(result, scene.Units),
            Time = scene.Time with
            {
                Duration = result.GetValue(Duration) ?? scene.Time.Duration,
                FramesPerSecond = result.GetValue(FramesPerSecond) ?? scene.Time.FramesPerSecond,
            },
            Solver = scene.Solver with
            {
                Resolution = result.GetValue(Resolution) ?? scene.Solver.Resolution,
                CellSize = result.GetValue(Resolution) is null ? scene.Solver.CellSize : null,
                Device = result.GetValue(Device) is string device ? DeviceChoice.Parse(device) : scene.Solver.Device,
                Threads = result.GetValue(Threads) ?? scene.Solver.Threads,
                PhysicalStiffness = result.GetValue(Stiffness) switch
                {
                    null => scene.Solver.PhysicalStiffness,
                    "physical" => true,
                    "capped" => false,
                    string other => throw new UsageException($"--stiffness \"{other}\": expected capped or physical"),
                },
            },
            Render = Picture(result, scene.Render),
        };
        if (changed.Time.Duration <= 0 || changed.Time.FramesPerSecond <= 0)
            throw new UsageException("--duration and --fps must be positive");
        if (changed.Solver.Resolution < 4) throw new UsageException($"--resolution {changed.Solver.Resolution}: at least 4");
        if (result.GetValue(Material) is string material && changed.Objects.Count > 0)
            changed = changed with { Objects = [.. changed.Objects.Select(o => o with { Material = new MaterialDescription { Preset = material } })] };
        return changed;
    }

    private UnitsDescription Units(ParseResult result, UnitsDescription units)
    {
        double? scale = result.GetValue(MetersPerUnit);
        if (scale is not null and not > 0) throw new UsageException($"--meters-per-unit {scale}: expected a positive number");
        if (result.GetValue(Up) is not string up) return units with { MetersPerUnit = scale ?? units.MetersPerUnit };
        Vector3<Real64> direction = ArgumentText.Vector("--up", up);
        if (!(direction.LengthSquared.Value > 0)) throw new UsageException($"--up \"{up}\": expected a direction such as 0,1,0");
        return units with { MetersPerUnit = scale ?? units.MetersPerUnit, Up = direction.Normalized };
    }

    private RenderDescription Picture(ParseResult result, RenderDescription render)
    {
        string? color = result.GetValue(Color);
        if (color is not null and not ("splats" or "speed" or "displacement" or "material"))
            throw new UsageException($"--color \"{color}\": expected splats, speed, displacement or material");
        render = render with { Color = color ?? render.Color };
        if (result.GetValue(Size) is not string size) return render;
        (int width, int height) = ParseSize(size);
        return render with { Width = width, Height = height };
    }

    public static (int Width, int Height) ParseSize(string size)
    {
        string[] sides = size.Split('x');
        if (sides.Length != 2 || !int.TryParse(sides[0], out int width) || !int.TryParse(sides[1], out int height)
            || width is < 1 or > 16384 || height is < 1 or > 16384)
            throw new UsageException($"--size \"{size}\": expected width x height, such as 1280x720");
        return (width, height);
    }

    private RegionDescription? Region(ParseResult result)
    {
        if (result.GetValue(Box) is not string box) return null;
        double[] b = ArgumentText.Numbers("--box", box, 6);
        if (!(b[0] < b[3] && b[1] < b[4] && b[2] < b[5])) throw new UsageException($"--box \"{box}\": the first corner must be below the second");
        return new RegionDescription
        {
            Center = new(0.5 * (b[0] + b[3]), 0.5 * (b[1] + b[4]), 0.5 * (b[2] + b[5])),
            Size = new(b[3] - b[0], b[4] - b[1], b[5] - b[2]),
        };
    }
}
