using System.Globalization;
using Splatsim.Simulation;
using Splatsim.Splats;

namespace Splatsim.Scenes;

/// <summary>
/// A film on disk: a folder with one file per frame, which holds the moved splats without loss, compressed. Frames are written and read one
/// at a time, so that a film may be larger than the memory. It can be drawn again with another camera, and a run that was interrupted goes on from it.
/// </summary>
internal sealed class FrameCache
{
    private const string Kind = "splatsim frame";
    private const int Version = 1;
    private const string FramePattern = "frame-", RestartPattern = "restart-", Extension = ".state";

    // The last one may be on a disk that filled up; the one before it is whole.
    private const int KeptRestarts = 2;

    public FrameCache(string folder) => Folder = Path.GetFullPath(folder);

    public string Folder { get; }

    public string FramePath(int frame) => PathOf(FramePattern, frame);

    public string RestartPath(int frame) => PathOf(RestartPattern, frame);

    public bool Has(int frame) => File.Exists(FramePath(frame));

    /// <summary>Frames that follow one another from the first.</summary>
    public int CountFrames()
    {
        int count = 0;
        while (Has(count)) count++;
        return count;
    }

    /// <summary>Frames of the restart files, the last one first.</summary>
    public IReadOnlyList<int> Restarts()
    {
        if (!Directory.Exists(Folder)) return [];
        List<int> frames = [];
        foreach (string path in Directory.GetFiles(Folder, RestartPattern + "*" + Extension))
        {
            string digits = Path.GetFileName(path)[RestartPattern.Length..^Extension.Length];
            if (int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int frame)) frames.Add(frame);
        }

        return [.. frames.OrderDescending()];
    }

    public void WriteFrame(int frame, DeformedSplats splats, FilmFrame data)
    {
        using StateWriter writer = new(FramePath(frame), Kind, Version);
        writer.Write<float>("x", splats.X.Span);
        writer.Write<float>("y", splats.Y.Span);
        writer.Write<float>("z", splats.Z.Span);
        for (int i = 0; i < splats.Covariance.Count; i++) writer.Write<float>($"covariance {i}", splats.Covariance[i].Span);
        for (int i = 0; i < splats.Rotation.Count; i++) writer.Write<float>($"rotation {i}", splats.Rotation[i].Span);
        writer.Write<double>("statistics", [.. StatisticsLog.Values(data.Statistics)]);
        SubstepStatistics s = data.Substeps;
        writer.Write<double>("substeps", [s.Count, s.LastFrame, s.TimeStep, s.Smallest, s.Largest, (int)s.Limit]);
        writer.SetProperty("step reason", s.Reason);
        writer.Commit();
    }

    /// <exception cref="RestartException">The frame is missing or damaged.</exception>
    public FilmFrame ReadFrame(int frame, DeformedSplats splats)
    {
        string path = FramePath(frame);
        if (!File.Exists(path)) throw new RestartException(path, "this frame is missing", "Give the folder of the whole film, or start again");
        using StateReader reader = new(path, Kind, Version);
        reader.Read("x", splats.X.Span);
        reader.Read("y", splats.Y.Span);
        reader.Read("z", splats.Z.Span);
        for (int i = 0; i < splats.Covariance.Count; i++) reader.Read($"covariance {i}", splats.Covariance[i].Span);
        for (int i = 0; i < splats.Rotation.Count; i++) reader.Read($"rotation {i}", splats.Rotation[i].Span);
        double[] s = reader.Read<double>("substeps");
        SimulationStatistics statistics = StatisticsLog.FromValues(reader.Read<double>("statistics"));
        return new(
            statistics.Time, statistics,
            new((long)s[0], (int)s[1], s[2], s[3], s[4], (StepLimit)(int)s[5], reader.Property("step reason") ?? string.Empty));
    }

    /// <summary>Removes frames after one, which belong to a run that has been given up, and what was half written.</summary>
    public void RemoveAfter(int frame)
    {
        if (!Directory.Exists(Folder)) return;
        for (int next = frame + 1; Has(next); next++) File.Delete(FramePath(next));
        foreach (int restart in Restarts())
            if (restart > frame) File.Delete(RestartPath(restart));
        foreach (string part in Directory.GetFiles(Folder, ".*" + Extension + ".*.part")) File.Delete(part);
    }

    /// <summary>Removes all restart files but the last few.</summary>
    public void ForgetOldRestarts()
    {
        foreach (int frame in Restarts().Skip(KeptRestarts)) File.Delete(RestartPath(frame));
    }

    private string PathOf(string kind, int frame) => Path.Combine(Folder, kind + frame.ToString("D6", CultureInfo.InvariantCulture) + Extension);
}
