namespace Splatsim.Scenes;

/// <summary>
/// What a scene file says, before anything is loaded. Lengths are metres and directions are those of the simulation
/// frame: right-handed, y up.
/// </summary>
public sealed record SceneDescription
{
    /// <summary>The scene file or the capture that this was made from; relative paths start at its folder.</summary>
    public required string File { get; init; }

    /// <summary>Name of the scene; names the output files that have no name of their own.</summary>
    public string Name { get; init; } = "scene";

    /// <summary>Path of the splats.</summary>
    public required string Splats { get; init; }

    /// <summary>Scale and orientation of the capture.</summary>
    public UnitsDescription Units { get; init; } = new();

    /// <summary>What moves, in order; a splat belongs to the first object that selects it. Everything else stays.</summary>
    public IReadOnlyList<ObjectDescription> Objects { get; init; } = [];

    /// <summary>What bodies collide with or are held by.</summary>
    public IReadOnlyList<BoundaryDescription> Boundaries { get; init; } = [];

    /// <summary>What pushes bodies.</summary>
    public ForcesDescription Forces { get; init; } = new();

    /// <summary>What happens to matter while time passes: grips, releases, emitters, sinks.</summary>
    public IReadOnlyList<EventDescription> Events { get; init; } = [];

    /// <summary>
    /// Thickness of the layer at the bottom of all objects, along z, whose nodes are held [m]; 0 for none. Only imported configurations
    /// have one.
    /// </summary>
    public double HeldBase { get; init; }

    /// <summary>How long, and how many frames a second.</summary>
    public TimeDescription Time { get; init; } = new();

    /// <summary>Grid, step and accuracy.</summary>
    public SolverDescription Solver { get; init; } = new();

    /// <summary>Where the picture is taken from.</summary>
    public CameraDescription Camera { get; init; } = new();

    /// <summary>How the picture is made.</summary>
    public RenderDescription Render { get; init; } = new();

    /// <summary>What is written.</summary>
    public OutputDescription Output { get; init; } = new();

    /// <summary>An absolute path for a path of the scene file.</summary>
    /// <param name="path">Absolute, or relative to the scene file's folder.</param>
    public string Resolve(string path) =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(File))!, path));
}
