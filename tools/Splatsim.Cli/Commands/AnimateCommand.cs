using System.CommandLine;
using Splatsim.Scenes;
using Splatsim.Simulation;

namespace Splatsim.Cli;

/// <summary>splatsim animate SCENE|FILE: simulate and draw.</summary>
internal sealed class AnimateCommand : ICliCommand
{
    private static readonly Option<string?> Output = new("--output", "-o") { Description = "Video: .mp4, .webp, .gif, or a pattern such as frames/%04d.png." };
    private static readonly Option<string?> SplatSequence = new("--export") { Description = "Also write the moving splats, such as moved/%04d.spz." };
    private static readonly Option<string?> Statistics = new("--statistics") { Description = "Also write energies and momentum as CSV." };
    private static readonly Option<string?> Plot = new("--plot") { Description = "Also plot energies and momentum as PNG." };
    private static readonly Option<string?> Sheet = new("--sheet") { Description = "Also write a contact sheet as PNG." };

    private static readonly Option<string?> Cache = new("--cache") { Description = "Also keep the moved splats of every frame in this folder, to draw them again (splatsim render SCENE --cache FOLDER)." };
    private static readonly Option<int?> RestartEvery = new("--restart-every") { Description = "Also write a restart file every so many frames, into the cache folder (default: NAME.film beside the video)." };
    private static readonly Option<string?> Resume = new("--resume") { Description = "Go on from a restart file, or from the last one of a folder; earlier frames are drawn again from there." };

    private readonly SceneArguments arguments = new();

    public string Name => "animate";

    public Command Create()
    {
        Command command = new(Name, "Simulate a scene or a bare capture and write a video.") { Output, SplatSequence, Statistics, Plot, Sheet, Cache, RestartEvery, Resume };
        arguments.AddTo(command);
        command.SetAction((result, cancellation) => Task.FromResult(Run(result, cancellation)));
        return command;
    }

    private int Run(ParseResult result, CancellationToken cancellation)
    {
        Scene scene = arguments.Load(result, cancellation);
        OutputDescription output = Outputs(result, scene.Description.Output, scene.Description.Name);
        string? restart = Absolute(result.GetValue(Resume));
        if (restart is not null && !Path.Exists(restart)) throw new UsageException($"--resume {restart}: there is no such file or folder");
        bool quiet = result.GetValue(GlobalOptions.Quiet);
        SceneRun run;
        using (ProgressBar bar = new("preparing", quiet)) run = scene.Prepare(bar, cancellation);
        using SceneRun owned = run;
        Notes.Print(run.Notes);
        AnimationResult done;
        using (ProgressBar bar = new("animating", quiet))
        {
            void Note(string note) => Notes.Print([note]);
            done = restart is null
                ? run.Animate(output, Note, new FrameProgress(bar), cancellation)
                : run.Resume(output, restart, Note, new FrameProgress(bar), cancellation);
        }

        List<string> files = [.. done.Files];
        if (output.Plot is string plot)
        {
            StatisticsPlot.Write(done.Statistics, scene.Description.Resolve(plot));
            files.Add(plot);
        }

        Report(result, scene, run, done, files);
        return done.Cancelled ? ExitCode.Cancelled : ExitCode.Done;
    }

    private static OutputDescription Outputs(ParseResult result, OutputDescription scene, string name)
    {
        string video = Absolute(result.GetValue(Output)) ?? scene.Video ?? Path.GetFullPath(name + ".mp4");
        int restartEvery = result.GetValue(RestartEvery) ?? scene.RestartEvery;
        if (restartEvery < 0) throw new UsageException($"--restart-every {restartEvery}: expected a number of frames");
        string? cache = Absolute(result.GetValue(Cache)) ?? scene.Cache;
        return Outputs(result, scene) with
        {
            Video = video,
            RestartEvery = restartEvery,
            // A run that goes on takes its film from where the restart file is.
            Cache = cache ?? (restartEvery > 0 && result.GetValue(Resume) is null ? Path.Combine(Path.GetDirectoryName(video)!, name + ".film") : null),
        };
    }

    private static OutputDescription Outputs(ParseResult result, OutputDescription scene) => scene with
    {
        // Paths on the command line start at the working folder, paths in a scene file at the scene file.
        Splats = Absolute(result.GetValue(SplatSequence)) ?? scene.Splats,
        Statistics = Absolute(result.GetValue(Statistics)) ?? scene.Statistics,
        Plot = Absolute(result.GetValue(Plot)) ?? scene.Plot,
        ContactSheet = Absolute(result.GetValue(Sheet)) ?? scene.ContactSheet,
    };

    private static string? Absolute(string? path) => path is null ? null : Path.GetFullPath(path);

    private static void Report(ParseResult result, Scene scene, SceneRun run, AnimationResult done, List<string> files)
    {
        SubstepStatistics steps = run.Simulator.Substeps;
        if (result.GetValue(GlobalOptions.Json))
        {
            JsonOutput.Write(new
            {
                Scene = scene.Description.Name,
                Frames = done.FrameCount,
                done.Cancelled,
                Particles = run.Setup.Particles.Count,
                Substeps = done.SubstepCount,
                SmallestTimeStep = steps.Smallest,
                LargestTimeStep = steps.Largest,
                TimeStepLimit = steps.Limit.ToString(),
                LocalSteps = steps.Local,
                RemovedMass = RemovedMass(done),
                done.SimulationSeconds,
                done.PictureSeconds,
                Files = files,
                run.Notes,
            });
            return;
        }

        string stopped = done.Cancelled ? "stopped early: " : "";
        Console.WriteLine(
            $"{stopped}{done.FrameCount:N0} frames, {run.Setup.Particles.Count:N0} particles, {done.SubstepCount:N0} substeps; "
            + $"simulated in {ProgressBar.Duration(TimeSpan.FromSeconds(done.SimulationSeconds))}, drawn in {ProgressBar.Duration(TimeSpan.FromSeconds(done.PictureSeconds))}");
        if (steps.Count > 0) Console.WriteLine(FormattableString.Invariant($"time steps {steps.Smallest:g3} to {steps.Largest:g3} s, at the end by {steps.Reason}"));
        if (steps.Local is { } local) Console.WriteLine($"local steps: {local}");
        if (RemovedMass(done) is > 0 and double removed)
        {
            double whole = removed + done.Statistics.Rows[^1].Mass;
            Console.WriteLine(FormattableString.Invariant($"events removed {removed:g3} kg, {removed / whole:p1} of what there was"));
        }

        foreach (string file in files) Console.WriteLine(file);
    }

    // By drains and the kerfs of cuts [kg].
    private static double RemovedMass(AnimationResult done) => done.Statistics.Rows.Count > 0 ? done.Statistics.Rows[^1].RemovedMass : 0;

    private sealed class FrameProgress(ProgressBar bar) : IProgress<AnimationProgress>
    {
        public void Report(AnimationProgress value) => bar.Report(value.Share, $"frame {value.Frame}/{value.FrameCount - 1}, {value.Phase}");
    }
}
