using System.Globalization;
using Splatsim.Simulation;

namespace Splatsim.Scenes;

/// <summary>The state of a run after one of its frames, in a file beside the frames; the frames until then are in the same folder.</summary>
internal sealed class RestartPoint : IDisposable
{
    private const string Kind = "splatsim restart";
    private const int Version = 1;

    private RestartPoint(StateReader state, int frame) => (State, Frame) = (state, frame);

    public StateReader State { get; }

    /// <summary>The frame that was the last one.</summary>
    public int Frame { get; }

    public static string FolderOf(string restart) => Directory.Exists(restart) ? restart : Path.GetDirectoryName(Path.GetFullPath(restart))!;

    public static void Write(SceneRun run, FrameCache cache)
    {
        using (StateWriter writer = new(cache.RestartPath(run.FrameIndex), Kind, Version))
        {
            writer.SetProperty("frame", run.FrameIndex.ToString(CultureInfo.InvariantCulture));
            run.Simulator.Save(writer);
            writer.Commit();
        }

        cache.ForgetOldRestarts();
    }

    /// <summary>Opens a restart file and checks that the film before it is there and of the same scene.</summary>
    /// <exception cref="RestartException">There is none, it is damaged, or of another scene.</exception>
    public static RestartPoint Open(string restart, FrameCache cache, FilmManifest film, Action<string> note)
    {
        if (FilmManifest.Read(cache.Folder).Difference(film) is string difference)
            throw new RestartException(cache.Folder, difference, "Resume with the scene that the film was started with");
        RestartPoint point = Directory.Exists(restart) ? Last(cache, note) : Read(restart);
        int frames = cache.CountFrames();
        if (frames > point.Frame) return point;
        point.Dispose();
        throw new RestartException(cache.FramePath(frames), "this frame is missing", "Give the folder of the whole film, or start again");
    }

    public void Dispose() => State.Dispose();

    private static RestartPoint Last(FrameCache cache, Action<string> note)
    {
        RestartException? last = null;
        foreach (int frame in cache.Restarts())
        {
            try
            {
                return Read(cache.RestartPath(frame));
            }
            catch (RestartException exception)
            {
                note($"passed over: {exception.Message}");
                last = exception;
            }
        }

        throw last ?? new RestartException(cache.Folder, "there is no restart file", "Write some with --restart-every N, or start again");
    }

    private static RestartPoint Read(string path)
    {
        StateReader reader = new(path, Kind, Version);
        return new(reader, int.Parse(reader.Property("frame")!, CultureInfo.InvariantCulture));
    }
}
