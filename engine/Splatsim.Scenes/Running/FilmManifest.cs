using Splatsim.Coupling;
using Splatsim.Mathematics;
using Splatsim.Simulation;
using Splatsim.Splats;

namespace Splatsim.Scenes;

/// <summary>What is the same in all frames of a film: which splats move, where simulation space lies, what the camera looks at.</summary>
/// <param name="CapturedCount">Splats of the capture.</param>
/// <param name="Emitted">Those that emitters add behind them: logarithm of the scale, opacity logit and three constant harmonics each.</param>
/// <param name="Moving">The splats that move, ascending.</param>
/// <param name="Bodies">Number of the object that each moving splat belongs to; -1 for emitted ones.</param>
/// <param name="Frame">Splat space to simulation space.</param>
/// <param name="Center">Centre of what is seen [m].</param>
/// <param name="Radius">Its radius [m].</param>
/// <param name="FramesPerSecond">Frames per second of simulated time.</param>
/// <param name="FrameCount">Frames after the first one that the film is meant to have.</param>
internal sealed record FilmManifest(
    int CapturedCount, float[] Emitted, int[] Moving, int[] Bodies, SceneFrame Frame, Vector3<Real64> Center, double Radius, double FramesPerSecond, int FrameCount)
{
    public const string FileName = "film.state";

    private const string Kind = "splatsim film";
    private const int Version = 1;
    private const int EmittedNumbers = 5;

    /// <summary>The objects' splats, as the scene selects them.</summary>
    public IReadOnlyList<int[]> Selections =>
        [.. Enumerable.Range(0, Bodies.DefaultIfEmpty(-1).Max() + 1).Select(body => Moving.Where((_, row) => Bodies[row] == body).ToArray())];

    public static FilmManifest Of(
        Scene scene, SceneFrame frame, Vector3<Real64> center, double radius, int[] moving, IReadOnlyList<int[]> selections, int emitted)
    {
        int[] bodies = new int[moving.Length];
        Array.Fill(bodies, -1);
        for (int body = 0; body < selections.Count; body++)
            foreach (int splat in selections[body]) bodies[Array.BinarySearch(moving, splat)] = body;
        TimeDescription time = scene.Description.Time;
        GaussianCloud cloud = scene.Cloud;
        int captured = cloud.Count - emitted;
        float[] added = new float[EmittedNumbers * emitted];
        for (int i = 0; i < emitted; i++)
        {
            int splat = captured + i;
            float[] values = [cloud.LogScaleX[splat], cloud.OpacityLogit[splat], cloud.Sh(0, 0)[splat], cloud.Sh(0, 1)[splat], cloud.Sh(0, 2)[splat]];
            values.CopyTo(added, EmittedNumbers * i);
        }

        return new(captured, added, moving, bodies, frame, center, radius, time.FramesPerSecond, time.FrameCount);
    }

    public void Write(string folder)
    {
        using StateWriter writer = new(Path.Combine(folder, FileName), Kind, Version);
        Matrix3x3<Real64> r = Frame.Rotation;
        writer.Write<int>("counts", [CapturedCount, FrameCount]);
        writer.Write<float>("emitted", Emitted);
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
            counts[0], reader.Read<float>("emitted"), reader.Read<int>("moving"), reader.Read<int>("bodies"), new SceneFrame(f[0], in rotation, new(f[1], f[2], f[3])),
            new(view[0], view[1], view[2]), view[3], view[4], counts[1]);
    }

    /// <summary>A capture with the emitted splats behind it; the capture itself where there are none.</summary>
    public GaussianCloud WithEmitted(GaussianCloud captured)
    {
        int count = Emitted.Length / EmittedNumbers;
        if (count == 0) return captured;
        GaussianCloud added = new(count, captured.Degree) { Frame = captured.Frame, RenderModel = captured.RenderModel };
        if (captured.Labels is not null) added.Labels = new byte[count];
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<float> values = Emitted.AsSpan(EmittedNumbers * i, EmittedNumbers);
            added.LogScaleX[i] = added.LogScaleY[i] = added.LogScaleZ[i] = values[0];
            added.OpacityLogit[i] = values[1];
            for (int channel = 0; channel < 3; channel++) added.Sh(0, channel)[i] = values[2 + channel];
        }

        return CloudEdits.Merge([captured, added]);
    }

    /// <summary>Names what differs from another film; null where nothing does.</summary>
    public string? Difference(FilmManifest other)
    {
        if (CapturedCount != other.CapturedCount) return $"the capture has {other.CapturedCount} splats, the film's had {CapturedCount}";
        if (!Moving.AsSpan().SequenceEqual(other.Moving)) return "other splats move than in the film";
        if (FramesPerSecond != other.FramesPerSecond) return $"the scene has {other.FramesPerSecond} frames per second, the film {FramesPerSecond}";
        return null;
    }
}
