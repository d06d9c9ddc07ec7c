using System.CommandLine;
using Spectre.Console;
using Splatsim.Scenes;
using Splatsim.Simulation;

namespace Splatsim.Cli;

/// <summary>splatsim gradcheck SCENE: the adjoint of a scene against finite differences, and how far its gradients reach.</summary>
internal sealed class GradcheckCommand : ICliCommand
{
    private const int UsualParticles = 1000;

    // Where thin colliders keep the grid finer, and nobody has said how many there may be.
    private const int MostParticles = 5 * UsualParticles;

    private readonly Option<string[]> parameters = new("--parameter", "-p")
    {
        Description = "A number of the scene to differentiate by, such as gravity.y; * stands for any part of a name. Several may be given. Default: the quantities of every material, velocity.*, gravity.*, surfaceTension, frictions of boundaries, and all of free bodies (body.*), forces and events.",
    };

    private readonly Option<bool> list = new("--list") { Description = "Only list the parameters." };

    private readonly Option<string?> loss = new("--loss") { Description = $"What is differentiated, at the horizon: {string.Join("; ", GradientLosses.All.Select(l => $"{l.Key} ({l.Summary})"))}." };

    private readonly Option<double?> horizon = new("--horizon") { Description = $"Simulated time [s]. Default: {GradientCheckOptions.UsualSubsteps} substeps." };
    private readonly Option<int?> points = new("--points") { Description = "Parts of the horizon after each of which gradients are looked at. Default: 8." };
    private readonly Option<int?> particles = new("--particles") { Description = $"Largest number of particles: the grid is coarsened until they are enough. Default: {UsualParticles}, or up to {MostParticles} where a collider would be thinner than a cell." };
    private readonly Option<double?> tolerance = new("--tolerance") { Description = "Largest relative difference that counts as right. Default: 1e-5." };
    private readonly Option<string?> plot = new("--plot") { Description = "Also plot errors and the growth of changes over the horizon as PNG." };
    private readonly SceneArguments arguments = new();

    public string Name => "gradcheck";

    public Command Create()
    {
        Command command = new(
            Name, "Compare the gradients of a scene with finite differences, and say how far in time they are of use. Exit code 4 when a gradient is wrong.")
        {
            parameters, list, loss, horizon, points, particles, tolerance, plot,
        };
        arguments.AddTo(command, films: false);
        command.SetAction((result, cancellation) => Task.FromResult(Run(result, cancellation)));
        return command;
    }

    private int Run(ParseResult result, CancellationToken cancellation)
    {
        bool json = result.GetValue(GlobalOptions.Json), quiet = result.GetValue(GlobalOptions.Quiet);
        GradientCheckOptions options = Options(result);
        int? asked = result.GetValue(particles);
        if (asked < 1) throw new UsageException($"--particles {asked}: expected at least 1");
        SimulationSetup setup;
        IReadOnlyList<string> notes;
        using (ProgressBar bar = new("preparing", quiet))
            setup = CoarseScene.Prepare(arguments.Load(result, cancellation), asked ?? UsualParticles, out notes, asked ?? MostParticles, bar, cancellation);
        if (!json) Notes.Print(notes);
        IReadOnlyList<GradientParameter> all = GradientParameters.Of(setup);
        if (result.GetValue(list)) return List(all, json);
        string[] names = result.GetValue(parameters) ?? [];
        IReadOnlyList<GradientParameter> chosen = names.Length > 0 ? GradientParameters.Select(all, names) : [.. all.Where(IsUsual)];
        if (SimulationTape.Obstacles(GradientCheck.Prepared(setup)) is { Count: > 0 } obstacles) return Refuse(obstacles, json);
        GradientReport report;
        using (ProgressBar bar = new("checking", quiet))
            report = GradientCheck.Run(setup, chosen, options, new CheckProgress(bar), cancellation);
        string? picture = result.GetValue(plot) is string path ? Path.GetFullPath(path) : null;
        if (picture is not null) GradientPlot.Write(report, picture);
        if (!json) Notes.Print(report.Notes);
        if (json) GradientText.WriteJson(report, [.. notes, .. report.Notes], picture);
        else GradientText.Print(report, picture);
        return report.Parameters.Any(p => p.Verdict == GradientVerdict.Wrong) ? ExitCode.SimulationFailed : ExitCode.Done;
    }

    private GradientCheckOptions Options(ParseResult result)
    {
        GradientCheckOptions usual = new();
        GradientCheckOptions options = usual with
        {
            Loss = result.GetValue(loss) is string key ? GradientLosses.Find(key) : usual.Loss,
            Horizon = result.GetValue(horizon),
            Points = result.GetValue(points) ?? usual.Points,
            Tolerance = result.GetValue(tolerance) ?? usual.Tolerance,
            Threads = result.GetValue(arguments.Threads) ?? 0,
        };
        if (!(options.Horizon is null or > 0)) throw new UsageException($"--horizon {options.Horizon}: expected a positive time");
        if (options.Points < 1) throw new UsageException($"--points {options.Points}: expected at least 1");
        if (!(options.Tolerance > 0)) throw new UsageException($"--tolerance {options.Tolerance}: expected a positive number");
        return options;
    }

    // What a fit asks for; shifts of places and the parts of one body are there by name.
    private static bool IsUsual(GradientParameter parameter) =>
        !parameter.Name.StartsWith("position", StringComparison.Ordinal)
        && (!parameter.Name.StartsWith("velocity.", StringComparison.Ordinal) || parameter.Name.Count(c => c == '.') == 1)
        && (!parameter.Name.StartsWith("boundary", StringComparison.Ordinal) || parameter.Name.EndsWith("friction", StringComparison.Ordinal));

    private static int List(IReadOnlyList<GradientParameter> all, bool json)
    {
        if (json)
        {
            JsonOutput.Write(all.Select(p => new { p.Name, p.Value, p.Unit, Usual = IsUsual(p) }));
            return ExitCode.Done;
        }

        Table table = new Table().Border(TableBorder.Simple).AddColumns("parameter", "value", "unit", "by default");
        foreach (GradientParameter p in all)
            table.AddRow(Markup.Escape(p.Name), GradientText.Number(p.Value), Markup.Escape(p.Unit), IsUsual(p) ? "yes" : "");
        AnsiConsole.Write(table);
        return ExitCode.Done;
    }

    // The first one is the error of the program; all of them are said.
    private static int Refuse(IReadOnlyList<NotDifferentiableException> obstacles, bool json)
    {
        if (json) JsonOutput.Write(new { NotDifferentiable = obstacles.Select(o => new { o.Thing, o.Message }) });
        foreach (NotDifferentiableException other in obstacles.Skip(1)) Notes.Print([other.Message]);
        throw obstacles[0];
    }

    private sealed class CheckProgress(ProgressBar bar) : IProgress<GradientCheckProgress>
    {
        private readonly Lock gate = new();

        public void Report(GradientCheckProgress value)
        {
            lock (gate) bar.Report(value.Share, value.Phase);
        }
    }
}
