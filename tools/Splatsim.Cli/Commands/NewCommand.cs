using System.CommandLine;
using System.Text;
using Splatsim.Formats;
using Splatsim.Scenes;

namespace Splatsim.Cli;

/// <summary>splatsim new CAPTURE: a starter scene file with honest guesses, and the schema beside it.</summary>
internal sealed class NewCommand : ICliCommand
{
    private const string SchemaName = "splatsim.scene.schema.json";

    private static readonly Argument<string> Capture = new("capture") { Description = "Splat file or SOG folder." };
    private static readonly Option<string?> Output = new("--output", "-o") { Description = "The scene file; default: the capture's name with .json." };
    private static readonly Option<string> Material = new("--material", "-m") { Description = "Material of the moving object.", DefaultValueFactory = _ => "jelly" };
    private static readonly Option<bool> Force = new("--force") { Description = "Replace an existing file." };

    public string Name => "new";

    public Command Create()
    {
        Command command = new(Name, "Write a starter scene file for a capture.") { Capture, Output, Material, Force };
        command.SetAction((result, cancellation) => Task.FromResult(Run(result, cancellation)));
        return command;
    }

    private static int Run(ParseResult result, CancellationToken cancellation)
    {
        SceneDescription description = CaptureScenes.Describe(result.GetValue(Capture)!, result.GetValue(Material)!);
        string path = Path.GetFullPath(result.GetValue(Output) ?? description.Name + ".json");
        if (File.Exists(path) && !result.GetValue(Force))
            throw new UsageException($"{path} exists; give --force to replace it, or another name with -o");
        Scene scene = Scene.Create(description, cancellation);
        using SceneRun run = scene.Prepare(null, cancellation);
        Notes.Print(run.Notes);
        double ground = run.GroundHeight / run.Frame.MetersPerUnit;
        GuessedUnits guessed = new(run.Frame.MetersPerUnit, run.Frame.Up, ground);
        string folder = Path.GetDirectoryName(path)!;
        string splats = Path.GetRelativePath(folder, description.Splats).Replace('\\', '/');
        AtomicFile.WriteAll(path, Encoding.UTF8.GetBytes(CaptureScenes.WriteStarter(description with { Splats = splats }, guessed)));
        using Stream schema = typeof(Scene).Assembly.GetManifestResourceStream("scene.schema.json")!;
        using StreamReader reader = new(schema);
        AtomicFile.WriteAll(Path.Combine(folder, SchemaName), Encoding.UTF8.GetBytes(reader.ReadToEnd()));
        Console.WriteLine($"{path}: edit it, then: splatsim animate {Path.GetFileName(path)}");
        return ExitCode.Done;
    }
}
