using Splatsim.Compute;
using Splatsim.Mathematics;

namespace Splatsim.Scenes;

/// <summary>Reads scene files: JSON with comments, strict about keys and ranges.</summary>
public static class SceneReader
{
    /// <summary>Reads a scene file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="SceneFileException">The file is not JSON, or says something that cannot be meant.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static SceneDescription Read(string path) => Parse(System.IO.File.ReadAllText(path), path);

    /// <summary>Reads the text of a scene file.</summary>
    /// <param name="text">JSON; comments and trailing commas are allowed.</param>
    /// <param name="path">Name for messages and for relative paths.</param>
    /// <exception cref="SceneFileException">The text is not JSON, or says something that cannot be meant.</exception>
    public static SceneDescription Parse(string text, string path)
    {
        SceneNode root = SceneNode.Parse(path, text);
        SceneDescription scene = new()
        {
            File = path,
            Name = root.Text("name") ?? Path.GetFileNameWithoutExtension(path),
            Splats = root.RequiredText("splats", "add \"splats\": \"capture.ply\""),
            Units = root.Child("units") is SceneNode units ? ReadUnits(units) : new(),
            Objects = [.. root.Children("objects").Select(ObjectReader.Read)],
            Boundaries = [.. root.Children("boundaries").Select(BoundaryReader.Read)],
            Forces = root.Child("forces") is SceneNode forces ? ForceReader.Read(forces) : new(),
            Events = [.. root.Children("events").Select(EventReader.Read)],
            Time = root.Child("time") is SceneNode time ? ReadTime(time) : new(),
            Solver = root.Child("solver") is SceneNode solver ? ReadSolver(solver) : new(),
            Camera = root.Child("camera") is SceneNode camera ? CameraReader.Read(camera) : new(),
            Render = root.Child("render") is SceneNode render ? ReadRender(render) : new(),
            Output = root.Child("output") is SceneNode output ? ReadOutput(output) : new(),
        };
        root.Close();
        if (scene.Objects.Count == 0)
            throw new SceneFileException(path, "$", "no objects: nothing would move", "add \"objects\": [ { \"material\": \"jelly\" } ]");
        return scene;
    }

    private static UnitsDescription ReadUnits(SceneNode node)
    {
        UnitsDescription units = new()
        {
            MetersPerUnit = IsAuto(node, "metersPerUnit") ? null : node.OptionalNumber("metersPerUnit", 1e-9, 1e9),
            Up = IsAuto(node, "up") ? null : ReadDirection(node, "up"),
            GroundHeight = IsAuto(node, "groundHeight") ? null : node.OptionalNumber("groundHeight"),
        };
        node.Close();
        return units;
    }

    private static Vector3<Real64>? ReadDirection(SceneNode node, string key)
    {
        if (!node.IsText(key))
        {
            Vector3<Real64>? vector = node.Vector(key);
            if (vector is Vector3<Real64> v && !(v.LengthSquared.Value > 0 && double.IsFinite(v.LengthSquared.Value)))
                throw node.Wrong(key, "a direction whose length is 0 or not finite", "write a direction such as [0, -1, 0]");
            return vector?.Normalized;
        }

        string text = node.Choice(key, "y", "x", "y", "z", "-x", "-y", "-z");
        double sign = text[0] == '-' ? -1 : 1;
        return text[^1] switch
        {
            'x' => new(sign, 0, 0),
            'y' => new(0, sign, 0),
            _ => new(0, 0, sign),
        };
    }

    private static bool IsAuto(SceneNode node, string key) => node.IsText(key) && node.Text(key) == "auto";

    private static TimeDescription ReadTime(SceneNode node)
    {
        TimeDescription fallback = new();
        TimeDescription time = new()
        {
            Duration = node.Number("duration", fallback.Duration, 1e-6, 1e6),
            FramesPerSecond = node.Number("framesPerSecond", fallback.FramesPerSecond, 1e-3, 1e5),
            Speed = node.Number("speed", fallback.Speed, 1e-4, 1e4),
        };
        node.Close();
        return time;
    }

    private static SolverDescription ReadSolver(SceneNode node)
    {
        SolverDescription fallback = new();
        SolverDescription solver = new()
        {
            CellSize = node.OptionalNumber("cellSize", 1e-9, 1e9),
            Resolution = node.Integer("resolution", fallback.Resolution, 4, 4096),
            DomainMinimum = node.Vector("domainMinimum"),
            DomainMaximum = node.Vector("domainMaximum"),
            Unbounded = node.Flag("unbounded", false),
            TimeStep = IsAuto(node, "timeStep") ? null : node.OptionalNumber("timeStep", 1e-12, 1),
            Courant = node.Number("courant", fallback.Courant, 1e-3, 0.8),
            LocalSteps = node.Flag("localSteps", false),
            LargestStepRatio = node.Integer("largestStepRatio", fallback.LargestStepRatio, 2, 4096),
            PhysicalStiffness = node.Choice("stiffness", "capped", "capped", "physical") == "physical",
            SubstepsPerSecond = node.Number("substepsPerSecond", fallback.SubstepsPerSecond, 10, 1e9),
            Reference = node.Choice("backend", "fast", "fast", "reference") == "reference",
            Device = ReadDevice(node),
            Binding = node.Choice("binding", fallback.Binding, "tracers", "particles", "nearest"),
            Transfer = node.Child("transfer") is SceneNode transfer ? TransferReader.Read(transfer) : fallback.Transfer,
            Strict = node.Flag("strict", false),
            TracksDissipation = node.Flag("trackDissipation", false),
            Threads = node.Integer("threads", 0, 0, 1024),
            Seed = node.Integer("seed", fallback.Seed, 0, int.MaxValue),
        };
        if (solver.DomainMinimum is null != solver.DomainMaximum is null)
            throw node.Wrong("domainMinimum", "one corner of the domain without the other", "give both, or neither");
        if (solver.Unbounded && solver.Reference)
            throw node.Wrong("unbounded", "the reference back end has a dense grid", "leave it out, or choose \"backend\": \"fast\"");
        node.Close();
        return solver;
    }

    private static DeviceChoice ReadDevice(SceneNode node)
    {
        if (node.Text("device") is not string text) return DeviceChoice.Cpu;
        try
        {
            return DeviceChoice.Parse(text);
        }
        catch (DeviceException exception)
        {
            throw node.Wrong("device", $"\"{text}\"", exception.Remedy);
        }
    }

    private static RenderDescription ReadRender(SceneNode node)
    {
        RenderDescription fallback = new();
        RenderDescription render = new()
        {
            Width = node.Integer("width", fallback.Width, 1, 16384),
            Height = node.Integer("height", fallback.Height, 1, 16384),
            Background = node.Vector("background") ?? fallback.Background,
            Antialiased = node.Has("antialiased") ? node.Flag("antialiased", false) : null,
            SplitStretched = node.Flag("splitStretched", fallback.SplitStretched),
            Color = node.Choice("color", fallback.Color, "splats", "speed", "displacement", "material"),
        };
        node.Close();
        return render;
    }

    private static OutputDescription ReadOutput(SceneNode node)
    {
        OutputDescription output = new()
        {
            Video = node.Text("video"),
            Splats = node.Text("splats"),
            Statistics = node.Text("statistics"),
            Plot = node.Text("plot"),
            ContactSheet = node.Text("contactSheet"),
            Cache = node.Text("cache"),
            RestartEvery = node.Integer("restartEvery", 0, 0, int.MaxValue),
        };
        if (output.RestartEvery > 0 && output.Cache is null)
            throw node.Wrong("restartEvery", "restart files without a folder for them", "add \"cache\": \"FOLDER\"");
        node.Close();
        return output;
    }
}
