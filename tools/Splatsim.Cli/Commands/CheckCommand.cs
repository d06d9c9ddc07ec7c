using System.CommandLine;
using Spectre.Console;
using Splatsim.Scenes;

namespace Splatsim.Cli;

/// <summary>splatsim check SCENE: what an animation will cost, before anything runs.</summary>
internal sealed class CheckCommand : ICliCommand
{
    private readonly SceneArguments arguments = new();

    public string Name => "check";

    public Command Create()
    {
        Command command = new(Name, "Validate a scene; print particles, grid, stable step, memory and expected time.");
        arguments.AddTo(command);
        command.SetAction((result, cancellation) => Task.FromResult(Run(result, cancellation)));
        return command;
    }

    private int Run(ParseResult result, CancellationToken cancellation)
    {
        Scene scene = arguments.Load(result, cancellation);
        using ProgressBar bar = new("preparing", result.GetValue(GlobalOptions.Quiet));
        using SceneRun run = scene.Prepare(bar, cancellation);
        bar.Dispose();
        SceneReport report = SceneReport.Of(run);
        if (result.GetValue(GlobalOptions.Json))
        {
            JsonOutput.Write(new { Scene = scene.Description.Name, Report = report, run.Notes });
            return ExitCode.Done;
        }

        Notes.Print(run.Notes);
        Table table = new Table().Border(TableBorder.None).HideHeaders().AddColumns("", "");
        table.AddRow("particles", $"{report.ParticleCount:N0}, carrying {report.MovingSplatCount:N0} of {report.SplatCount:N0} splats");
        table.AddRow("grid", Markup.Escape($"{string.Join(" x ", report.GridNodes)} nodes of {report.CellSize:G4} m ({report.Backend})"));
        table.AddRow("step", $"{report.TimeStep:G4} s, {report.SubstepsPerFrame:N0} substeps a frame, {report.FrameCount:N0} frames");
        table.AddRow("memory", $"{report.MemoryBytes / 1e6:N0} MB");
        table.AddRow("expected", $"{ProgressBar.Duration(TimeSpan.FromSeconds(report.ExpectedSeconds))} (from measured substeps and one picture)");
        AnsiConsole.Write(table);
        return ExitCode.Done;
    }
}
