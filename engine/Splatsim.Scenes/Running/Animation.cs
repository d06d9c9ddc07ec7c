using System.Diagnostics;
using System.Globalization;
using Splatsim.Formats;
using Splatsim.Imaging;
using Splatsim.Simulation;

namespace Splatsim.Scenes;

/// <summary>Takes a run through all its frames and writes what the scene asks for.</summary>
internal sealed class Animation
{
    // A contact sheet shows the whole animation at a glance.
    private const int SheetFrames = 8, SheetColumns = 4, SheetWidth = 480;

    private readonly SceneRun run;
    private readonly OutputDescription output;
    private readonly Action<string> note;
    private readonly string? restart;
    private readonly FrameCache? cache;
    private readonly StatisticsLog statistics = new();
    private readonly List<ByteImage> sheet = [];
    private readonly List<string> files = [];
    private readonly Stopwatch simulating = new();
    private readonly Stopwatch drawing = new();

    /// <param name="run">A scene at frame 0.</param>
    /// <param name="output">What to write.</param>
    /// <param name="restart">A restart file or its folder to go on from; null to start.</param>
    /// <param name="note">Receives what was decided.</param>
    public Animation(SceneRun run, OutputDescription output, string? restart, Action<string> note)
    {
        this.run = run;
        this.restart = restart;
        this.note = note;
        // A run that goes on keeps its film where it was.
        string? folder = output.Cache is string given ? run.Scene.Description.Resolve(given) : restart is null ? null : RestartPoint.FolderOf(restart);
        this.output = output;
        cache = folder is null ? null : new FrameCache(folder);
    }

    public AnimationResult Run(IProgress<AnimationProgress>? progress, CancellationToken cancellation)
    {
        SceneDescription scene = run.Scene.Description;
        using VideoWriter? video = output.Video is string path
            ? VideoWriters.Create(
                Resolve(path), scene.Render.Width, scene.Render.Height, scene.Time.FramesPerSecond * scene.Time.Speed, note)
            : null;
        bool cancelled = false;
        bool complete = false;
        try
        {
            int done = Begin(video, progress);
            for (int frame = done + 1; frame <= run.LastFrame; frame++)
            {
                cancellation.ThrowIfCancellationRequested();
                simulating.Start();
                run.Step(progress is null ? null : new Substeps(progress, frame, run.LastFrame), cancellation);
                simulating.Stop();
                Record(video, Keep());
                progress?.Report(new(frame, run.LastFrame + 1, (double)frame / run.LastFrame, "drawn"));
            }

            complete = true;
        }
        catch (OperationCanceledException)
        {
            cancelled = true;
        }
        finally
        {
            // Also when the simulation broke: the frames so far are worth having.
            simulating.Stop();
            if (complete) video?.Finish();
            else video?.Abort();
            if (video is not null) files.Insert(0, output.Video!);
            WriteSummaries();
        }

        return new AnimationResult
        {
            FrameCount = run.FrameIndex + 1,
            Cancelled = cancelled,
            Files = files,
            Statistics = statistics,
            SubstepCount = run.Simulator.SubstepCount,
            SimulationSeconds = simulating.Elapsed.TotalSeconds,
            PictureSeconds = drawing.Elapsed.TotalSeconds,
        };
    }

    // On a device they take the whole state back to the host: only for who asked for them.
    private bool WantsStatistics => !run.DrawsOnDevice || cache is not null || output.Statistics is not null || output.Plot is not null;

    // Frame 0, or the frames before the restart. The result is the last frame that there is.
    private int Begin(VideoWriter? video, IProgress<AnimationProgress>? progress)
    {
        if (restart is null)
        {
            cache?.RemoveAfter(-1);
            if (cache is not null) run.Film.Write(Directory.CreateDirectory(cache.Folder).FullName);
            Record(video, Keep());
            return 0;
        }

        using RestartPoint point = RestartPoint.Open(restart, cache!, run.Film, note);
        for (int frame = 0; frame <= point.Frame; frame++)
        {
            Record(video, run.Show(cache!, frame));
            progress?.Report(new(frame, run.LastFrame + 1, (double)frame / run.LastFrame, "drawn again"));
        }

        run.Resume(point.State, point.Frame);
        cache!.RemoveAfter(point.Frame);
        note($"resumed after frame {point.Frame} of {run.LastFrame}");
        return point.Frame;
    }

    // The frame that was just simulated, also on disk where that is asked for; then its restart file.
    private FilmFrame Keep()
    {
        FilmFrame data = new(run.Simulator.Time, WantsStatistics ? run.Simulator.Statistics() : new() { Time = run.Simulator.Time }, run.Simulator.Substeps);
        if (cache is null) return data;
        int frame = run.FrameIndex;
        cache.WriteFrame(frame, run.Splats, data);
        if (output.RestartEvery > 0 && frame > 0 && frame % output.RestartEvery == 0) RestartPoint.Write(run, cache);
        return data;
    }

    private void Record(VideoWriter? video, FilmFrame data)
    {
        statistics.Add(data.Statistics, data.Substeps);
        drawing.Start();
        if (video is not null || output.ContactSheet is not null)
        {
            ByteImage image = run.Draw();
            video?.Add(image);
            if (output.ContactSheet is not null && IsOnSheet(run.FrameIndex)) sheet.Add(ImageScaling.ToWidth(image, SheetWidth));
        }

        if (output.Splats is string pattern)
        {
            string path = Resolve(Numbered(pattern, run.FrameIndex));
            SplatFiles.Write(run.Bake(), path);
            if (run.FrameIndex == 0) files.Add(pattern);
        }

        drawing.Stop();
    }

    private bool IsOnSheet(int frame)
    {
        int count = Math.Min(SheetFrames, run.LastFrame + 1);
        for (int i = 0; i < count; i++)
            if (frame == (int)Math.Round((double)i * run.LastFrame / Math.Max(1, count - 1))) return true;
        return false;
    }

    private void WriteSummaries()
    {
        if (output.Statistics is string csv)
        {
            statistics.Write(Resolve(csv));
            files.Add(csv);
        }

        if (output.ContactSheet is string sheetPath && sheet.Count > 0)
        {
            ImageFiles.Write(Resolve(sheetPath), ContactSheet.Make(sheet, Math.Min(SheetColumns, sheet.Count)));
            files.Add(sheetPath);
        }
    }

    private string Resolve(string path)
    {
        string full = run.Scene.Description.Resolve(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        return full;
    }

    // %04d as in the patterns of video tools.
    private static string Numbered(string pattern, int frame)
    {
        int percent = pattern.IndexOf('%', StringComparison.Ordinal);
        int d = percent < 0 ? -1 : pattern.IndexOf('d', percent);
        if (d < 0) return Path.ChangeExtension(pattern, null) + frame.ToString("D4", CultureInfo.InvariantCulture) + Path.GetExtension(pattern);
        string digits = pattern[(percent + 1)..d].TrimStart('0');
        int width = digits.Length == 0 ? 1 : int.Parse(digits, CultureInfo.InvariantCulture);
        return pattern[..percent] + frame.ToString("D" + width, CultureInfo.InvariantCulture) + pattern[(d + 1)..];
    }

    private sealed class Substeps(IProgress<AnimationProgress> target, int frame, int last) : IProgress<SubstepProgress>
    {
        public void Report(SubstepProgress value) => target.Report(new(
            frame, last + 1, (frame - 1 + (double)value.Substep / value.SubstepCount) / last, $"{value.SubstepCount} substeps a frame"));
    }
}
