using System.CommandLine;
using Spectre.Console;
using Splatsim.Compute;
using Splatsim.Verification;

namespace Splatsim.Cli;

/// <summary>splatsim verify [names...]: the physics against closed forms, experiments and independent programs.</summary>
internal sealed class VerifyCommand : ICliCommand
{
    private readonly Argument<string[]> names = new("names") { Description = "Cases to run; all without any.", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<bool> full = new("--full") { Description = "The sources' own resolutions and ranges: many minutes." };
    private readonly Option<bool> list = new("--list") { Description = "Only list the cases." };
    private readonly Option<string?> output = new("--out", "-o") { Description = "Folder for verification.md and its pictures." };
    private readonly Option<int?> threads = new("--threads") { Description = "Threads; all processors unless given. Results do not depend on it." };
    private readonly Option<string?> engine = new("--engine") { Description = "double, single or fast; each case chooses unless given." };
    private readonly Option<string?> golden = new("--golden") { Description = "Folder of independent results; else SPLATSIM_GOLDEN." };

    public string Name => "verify";

    public Command Create()
    {
        Command command = new(Name, "Check the physics against closed forms, experiments and independent programs. Exit code 4 when a band is missed.")
        {
            names, full, list, output, threads, engine, golden,
        };
        command.SetAction((result, cancellation) => Task.FromResult(Run(result, cancellation)));
        return command;
    }

    private int Run(ParseResult result, CancellationToken cancellation)
    {
        string[] asked = result.GetValue(names) ?? [];
        VerificationCase[] cases = asked.Length == 0 ? [.. Verifications.All] : [.. asked.Select(Verifications.Find)];
        bool json = result.GetValue(GlobalOptions.Json);
        if (result.GetValue(list)) return List(cases, json);
        if (result.GetValue(threads) is < 1) throw new UsageException($"--threads {result.GetValue(threads)} is no number of threads: give at least 1");
        using WorkerPool? pool = result.GetValue(threads) is int count ? new WorkerPool(count) : null;
        VerificationOptions options = new()
        {
            Resolution = result.GetValue(full) ? VerificationResolution.Full : VerificationResolution.Quick,
            Engine = result.GetValue(engine) is string name ? Engine(name) : null,
            Workers = pool,
            GoldenFolder = result.GetValue(golden) ?? Environment.GetEnvironmentVariable("SPLATSIM_GOLDEN"),
        };
        List<VerificationResult> results = [];
        foreach (VerificationCase item in cases)
        {
            using (ProgressBar bar = new(item.Name, result.GetValue(GlobalOptions.Quiet)))
                results.Add(item.Run(options, bar, cancellation));
            if (!json) Print(results[^1]);
        }

        string? page = result.GetValue(output) is string folder ? VerificationReport.Write(folder, results, CommandLine(asked, result)) : null;
        if (json) JsonOutput.Write(new { Passed = results.All(r => r.Passed), Page = page, Cases = results.Select(Json) });
        else Summarize(results, page);
        return results.All(r => r.Passed) ? ExitCode.Done : ExitCode.SimulationFailed;
    }

    private static int List(VerificationCase[] cases, bool json)
    {
        if (json)
        {
            JsonOutput.Write(cases.Select(c => new { c.Name, c.Claim, c.Source }));
            return ExitCode.Done;
        }

        Table table = new Table().Border(TableBorder.Simple).AddColumns("name", "what it proves", "truth");
        foreach (VerificationCase item in cases) table.AddRow(Markup.Escape(item.Name), Markup.Escape(item.Claim), Markup.Escape(item.Source));
        AnsiConsole.Write(table);
        return ExitCode.Done;
    }

    private static VerificationEngine Engine(string name) =>
        VerificationEngine.All.FirstOrDefault(e => string.Equals(e.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new UsageException($"there is no engine '{name}': write one of {string.Join(", ", VerificationEngine.All.Select(e => e.Name))}");

    private static void Print(VerificationResult result)
    {
        string verdict = result.IsSkipped ? "[grey]skipped[/]" : result.Passed ? "[green]pass[/]" : "[red]MISSED[/]";
        AnsiConsole.MarkupLine($"[bold]{Markup.Escape(result.Name)}[/] {verdict} ({ProgressBar.Duration(result.Duration)}): {Markup.Escape(result.Claim)}");
        if (result.Failure is not null) AnsiConsole.MarkupLine($"  [red]{Markup.Escape(result.Failure)}[/]");
        foreach (string reason in result.Skipped) AnsiConsole.MarkupLine($"  [grey]left out: {Markup.Escape(reason)}[/]");
        if (result.Figures.Count == 0) return;
        Table table = new Table().Border(TableBorder.Simple).AddColumns("figure", "engine", "measured", "band", "");
        foreach (VerificationFigure f in result.Figures)
        {
            table.AddRow(
                Markup.Escape(f.Name), f.Engine, Markup.Escape($"{VerificationReport.Number(f.Value)} {f.Unit}".TrimEnd()), Markup.Escape(f.BandText),
                f.Passed ? "[green]pass[/]" : "[red]MISSED[/]");
        }

        AnsiConsole.Write(table);
    }

    private static void Summarize(List<VerificationResult> results, string? page)
    {
        int figures = results.Sum(r => r.Figures.Count), held = results.Sum(r => r.Figures.Count(f => f.Passed));
        string skipped = results.Count(r => r.IsSkipped) is int count and > 0 ? $", {count} skipped" : "";
        AnsiConsole.MarkupLine($"{results.Count(r => r.Passed && !r.IsSkipped)} of {results.Count} cases pass{skipped}; {held} of {figures} figures in their bands; {ProgressBar.Duration(TimeSpan.FromSeconds(results.Sum(r => r.Duration.TotalSeconds)))}");
        if (page is not null) AnsiConsole.MarkupLine($"wrote {Markup.Escape(page)}");
    }

    private string CommandLine(string[] asked, ParseResult result) => string.Join(
        ' ', (string[])["splatsim verify", .. asked, .. result.GetValue(full) ? ["--full"] : Array.Empty<string>(), "--out FOLDER"]);

    private static object Json(VerificationResult r) => new
    {
        r.Name,
        r.Passed,
        Skipped = r.IsSkipped,
        r.Failure,
        r.Claim,
        r.Source,
        r.Setting,
        LeftOut = r.Skipped,
        Seconds = r.Duration.TotalSeconds,
        Figures = r.Figures.Select(f => new { f.Name, f.Engine, f.Value, f.Unit, f.Minimum, f.Maximum, f.Passed, f.Band }),
    };
}
