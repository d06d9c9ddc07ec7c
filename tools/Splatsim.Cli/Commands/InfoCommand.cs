using System.CommandLine;
using System.Diagnostics;
using Spectre.Console;
using Splatsim.Formats;
using Splatsim.Splats;

namespace Splatsim.Cli;

/// <summary>splatsim info FILE…: what is in a capture.</summary>
internal sealed class InfoCommand : ICliCommand
{
    private const int Bins = 48;

    private static readonly Argument<string[]> Files = new("file") { Description = "Splat files or SOG folders.", Arity = ArgumentArity.OneOrMore };

    private static readonly CaptureAxes Axes = new();

    public string Name => "info";

    public Command Create()
    {
        Command command = new(Name, "Show what is in a capture: counts, bounds, degree, histograms, warnings.") { Files, Axes.Option };
        command.SetAction((result, cancellation) => Task.FromResult(Run(result, cancellation)));
        return command;
    }

    private static int Run(ParseResult result, CancellationToken cancellation)
    {
        bool json = result.GetValue(GlobalOptions.Json);
        List<object> records = [];
        foreach (string file in result.GetValue(Files)!)
        {
            List<string> warnings = [];
            Stopwatch clock = Stopwatch.StartNew();
            string format = SplatFiles.Detect(file).Name;
            GaussianCloud cloud = Axes.Read(result, file, warnings.Add, cancellation);
            CloudSummary summary = CloudSummary.Of(cloud, Bins);
            warnings.AddRange(summary.Warnings);
            if (json) records.Add(summary.ToJson(file, format, warnings));
            else Print(file, format, cloud, summary, warnings, clock.Elapsed);
        }

        if (json) JsonOutput.Write(records);
        return ExitCode.Done;
    }

    private static void Print(
        string file, string format, GaussianCloud cloud, CloudSummary summary, List<string> warnings, TimeSpan time)
    {
        Table table = new Table().Border(TableBorder.None).HideHeaders().AddColumns("", "");
        table.AddRow("file", Markup.Escape($"{file} ({format}, read in {ProgressBar.Duration(time)})"));
        table.AddRow("splats", $"{cloud.Count:N0}, degree {cloud.Degree}, {cloud.RenderModel}, frame {cloud.Frame}");
        if (cloud.Count > 0)
        {
            for (int axis = 0; axis < 3; axis++)
            {
                table.AddRow(
                    $"{"xyz"[axis]}",
                    Markup.Escape($"{summary.Minimum[axis],10:G5} .. {summary.Maximum[axis],-10:G5}   1-99 %: {summary.Low[axis],10:G5} .. {summary.High[axis],-10:G5}"));
            }

            table.AddRow("opacity", Markup.Escape($"0 |{TextHistogram.Draw(summary.OpacityHistogram)}| 1"));
            table.AddRow("scale", Markup.Escape($"{summary.ScaleLow:G2} |{TextHistogram.Draw(summary.ScaleHistogram)}| {summary.ScaleHigh:G2} (log axis, largest of the three)"));
        }

        AnsiConsole.Write(table);
        foreach (string warning in warnings) Console.Error.WriteLine($"splatsim: warning: {warning}");
    }
}
