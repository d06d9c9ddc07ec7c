using Splatsim.Coupling;
using Splatsim.Mathematics;
using Splatsim.Simulation;

namespace Splatsim.Scenes;

/// <summary>What is the same in all frames of a film: which splats move, where simulation space lies, what the camera looks at.</summary>
/// <param name="SplatCount">Splats of the capture.</param>
/// <param name="Moving">The splats that move, ascending.</param>
/// <param name="Bodies">Number of the object that each moving splat belongs to.</param>
/// <param name="Frame">Splat space to simulation space.</param>
/// <param name="Center">Centre of what is seen [m].</param>
/// <param name="Radius">Its radius [m].</param>
/// <param name="FramesPerSecond">Frames per second of simulated time.</param>
/// <param name="FrameCount">Frames after the first one that the film is meant to have.</param>
internal sealed record FilmManifest(
    int SplatCount, int[] Moving, int[] Bodies, SceneFrame Frame, Vector3<Real64> Center, double Radius, double FramesPerSecond, int FrameCount)
{
    public const string FileName = "film.state";

    private const string Kind = "splatsim film";
    private const int Version = 1;

    /// <summary>The objects' splats, as the scene selects them.</summary>
    public IReadOnlyList<int[]> Selections =>
        [.. Enumerable.Range(0, Bodies.DefaultIfEmpty(-1).Max() + 1).Select(body => Moving.Where((_, row) => Bodies[row] == body).ToArray())];

    public static FilmManifest Of(
        Scene scene, SceneFrame frame, Vector3<Real64> center, double radius, int[] moving, IReadOnlyList<int[]> selections)
    {
        int[] bodies = new int[moving.Length];
        for (int body = 0; body < selections.Count; body++)
            foreach (int splat in selections[body]) bodies[Array.BinarySearch(moving, splat)] = body;
        TimeDescription time = scene.Description.Time;
        return new(scene.Cloud.Count, moving, bodies, frame, center, radius, time.FramesPerSecond, time.FrameCount);
    }

    public void Write(string folder)
    {
        using StateWriter writer = new(Path.Combine(folder, FileName), Kind, Version);
        Matrix3x3<Real64> r = Frame.Rotation;
        writer.Write<int>("counts", [SplatCount, FrameCount]);
        writer.Write<int>("moving", Moving);
        writer.Write<int>("bodies", Bodies);
        writer.Write<double>("frame", [
            Frame.MetersPerUnit, Frame.Origin.X.Value, Frame.Origin.Y.Value, Frame.Origin.Z.Value,
            r.M00.Value, r.M01.Value, r.M02.Value, r.M10.Value, r.M11.Value, r.M12.Value, r.M20.Value, r.M21.Value, r.M22.Value]);
        writer.Write<double>("view", [Center.X.Value, Center.Y.Value, Center.Z.Value, Radius, FramesPerSecond]);
        writer.Commit();
    }

    /// <exception cref="RestartException">There is no film in the folder, or it is damaged.</exception>
    public static FilmManifest Read(string folder)
    {
        string path = Path.Combine(folder, FileName);
        if (!File.Exists(path)) throw new RestartException(path, "there is no film here", "Make one with splatsim animate SCENE --cache FOLDER");
        using StateReader reader = new(path, Kind, Version);
        int[] counts = reader.Read<int>("counts");
        double[] f = reader.Read<double>("frame"), view = reader.Read<double>("view");
        Matrix3x3<Real64> rotation = Matrix3x3<Real64>.FromRows(new(f[4], f[5], f[6]), new(f[7], f[8], f[9]), new(f[10], f[11], f[12]));
        return new(
            counts[0], reader.Read<int>("moving"), reader.Read<int>("bodies"), new SceneFrame(f[0], in rotation, new(f[1], f[2], f[3])),
            new(view[0], view[1], view[2]), view[3], view[4], counts[1]);
    }

    /// <summary>Names what differs from another film; null where nothing does.</summary>
    public string? Difference(FilmManifest other)
    {
        if (SplatCount != other.SplatCount) return $"the capture has {other.SplatCount} splats, the film's had {SplatCount}";
        if (!Moving.AsSpan().SequenceEqual(other.Moving)) return "other splats move than in the film";
        if (FramesPerSecond != other.FramesPerSecond) return $"the scene has {other.FramesPerSecond} frames per second, the film {FramesPerSecond}";
        return null;
    }
}
