using System.Globalization;
using Spectre.Console;
using Splatsim.Scenes;

namespace Splatsim.Cli;

/// <summary>A check of gradients for people and for programs.</summary>
internal static class GradientText
{
    public static string Number(double value) => value.ToString("g6", CultureInfo.InvariantCulture);

    public static void Print(GradientReport report, string? picture)
    {
        Console.WriteLine(FormattableString.Invariant(
            $"{report.ParticleCount} particles, cells of {report.CellSize:g3} m, {report.SubstepCount} substeps of {report.TimeStep:g3} s, {report.Times[^1]:g4} s; loss {report.Loss} = {report.Value:g6}"));
        // Where no terminal says how wide it is, numbers stay on their lines.
        if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, 160);
        Table table = new Table().Border(TableBorder.Simple).AddColumns("parameter", "value", "adjoint", "differences", "error", "step", "verdict");
        foreach (ParameterCheck p in report.Parameters)
        {
            table.AddRow(
                Markup.Escape(p.Name), Markup.Escape($"{Number(p.Value)} {p.Unit}"), Number(p.Adjoint), Number(p.Difference), Short(p.RelativeError),
                Short(p.BestStep), $"[{Colour(p.Verdict)}]{Markup.Escape(Word(p.Verdict))}[/]");
        }

        AnsiConsole.Write(table);
        foreach (ParameterCheck p in report.Parameters)
            if (p.Verdict is not (GradientVerdict.Right or GradientVerdict.NoEffect)) Console.WriteLine($"{p.Name}: {p.Reason}");
        Console.WriteLine(FormattableString.Invariant(
            $"branches: {report.Branches.Flowing} flowing, {report.Branches.Contacts} contacts, {report.Branches.Sticking} of them sticking, {report.Branches.Clamped} clamped, {report.Branches.RigidContacts} contacts of rigid bodies"));
        Console.WriteLine(Reach(report));
        if (picture is not null) Console.WriteLine($"wrote {picture}");
    }

    /// <summary>How far gradients reach, in a sentence.</summary>
    public static string Reach(GradientReport report)
    {
        PerturbationGrowth growth = report.Growth;
        string grown = growth.Exponent > 0
            ? FormattableString.Invariant($"Lyapunov exponent {growth.Exponent:g3} 1/s, doubling in {growth.DoublingTime:g3} s")
            : FormattableString.Invariant($"exponent {growth.Exponent:g3} 1/s: nothing grows");
        string ends = double.IsInfinity(report.UsefulHorizon)
            ? "nothing ends the use of gradients within the horizon"
            : report.UsefulHorizon > report.Times[^1]
                ? FormattableString.Invariant($"gradients stop being useful at about {report.UsefulHorizon:g3} s, beyond the horizon, if it goes on like this")
                : FormattableString.Invariant($"gradients stop being useful at about {report.UsefulHorizon:g3} s ({Why(report)})");
        return FormattableString.Invariant($"a change of {growth.Start:g2} cells grows {growth.Growth[^1]:g3}-fold in {report.Times[^1]:g3} s ({grown}); {ends}");
    }

    public static void WriteJson(GradientReport report, IReadOnlyList<string> notes, string? picture) => JsonOutput.Write(new
    {
        Right = report.Parameters.All(p => p.Verdict is GradientVerdict.Right or GradientVerdict.NoEffect),
        report.Loss,
        report.Value,
        report.ParticleCount,
        report.CellSize,
        report.TimeStep,
        report.SubstepCount,
        report.Times,
        Branches = new { report.Branches.Flowing, report.Branches.Contacts, report.Branches.Sticking, report.Branches.Clamped, report.Branches.RigidContacts },
        report.ClampedCount,
        Growth = new { report.Growth.Start, report.Growth.Growth, report.Growth.Exponent, report.Growth.DoublingTime, report.Growth.UsefulHorizon },
        report.UsefulHorizon,
        Parameters = report.Parameters.Select(p => new
        {
            p.Name,
            p.Unit,
            p.Value,
            p.Adjoint,
            p.Difference,
            p.RelativeError,
            p.BestStep,
            p.Spread,
            Verdict = Word(p.Verdict),
            p.Reason,
            RunsAcrossBranches = p.Branches.Crossed,
            Runs = p.Branches.Of,
            p.Errors,
            p.Missed,
            p.UsefulHorizon,
        }),
        Plot = picture,
        Notes = notes,
    });

    private static string Why(GradientReport report)
    {
        if (report.Growth.UsefulHorizon <= report.UsefulHorizon) return "changes have grown a thousandfold";
        ParameterCheck first = report.Parameters.MinBy(p => p.UsefulHorizon)!;
        return $"from then on that by {first.Name} misses more than half of what a change of 1 % does";
    }

    private static string Short(double value) => value.ToString("g2", CultureInfo.InvariantCulture);

    private static string Word(GradientVerdict verdict) => verdict switch
    {
        GradientVerdict.Right => "right",
        GradientVerdict.NoEffect => "no effect",
        GradientVerdict.KinkCrossed => "differs: kink crossed",
        GradientVerdict.Chaos => "differs: chaos",
        GradientVerdict.Unresolved => "unresolved",
        _ => "WRONG",
    };

    private static string Colour(GradientVerdict verdict) => verdict switch
    {
        GradientVerdict.Right => "green",
        GradientVerdict.NoEffect => "grey",
        GradientVerdict.Wrong => "red",
        _ => "yellow",
    };
}
