using Splatsim.Formats;
using Splatsim.Splats;

namespace Splatsim.Scenes;

/// <summary>
/// The front door: a captured scene with its materials and its script. Load, prepare, and take frames:
/// <code>
/// Scene scene = Scene.Load("plant.json");
/// using SceneRun run = scene.Prepare();
/// run.Animate(scene.Description.Output);
/// </code>
/// </summary>
public sealed class Scene
{
    private readonly List<string> notes;

    private Scene(SceneDescription description, GaussianCloud cloud, List<string> notes)
    {
        Description = description;
        Cloud = cloud;
        this.notes = notes;
    }

    /// <summary>What the scene file says.</summary>
    public SceneDescription Description { get; }

    /// <summary>The capture.</summary>
    public GaussianCloud Cloud { get; }

    /// <summary>Warnings of the readers and differences of imported configurations, a line each.</summary>
    public IReadOnlyList<string> Notes => notes;

    /// <summary>Loads a scene file, or an imported configuration with its capture.</summary>
    /// <param name="path">A scene file (.json), or a configuration of PhysGaussian or PIXIE (.json) or OmniPhysGS (.yaml).</param>
    /// <param name="splats">The capture, for configurations that do not name it; null otherwise.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="SceneFileException">The scene file says something that cannot be meant.</exception>
    /// <exception cref="SplatFormatException">The capture cannot be read.</exception>
    public static Scene Load(string path, string? splats = null, CancellationToken cancellation = default)
    {
        List<string> notes = [];
        string text = File.ReadAllText(path);
        bool isOmni = OmniPhysGSReader.Recognizes(path, text);
        if (!isOmni && !PhysGaussianReader.Recognizes(text)) return Create(SceneReader.Parse(text, path), notes, cancellation);
        if (splats is null)
            throw new SceneFileException(path, "$", "the configuration does not name its capture", "give the splat file beside it (--splats FILE)");
        string capture = Path.GetFullPath(splats);
        SceneDescription description = isOmni
            ? OmniPhysGSReader.Parse(text, path, capture, notes.Add)
            : PhysGaussianReader.Parse(text, path, capture, notes.Add);
        return Create(description, notes, cancellation);
    }

    /// <summary>Loads the capture of a description.</summary>
    /// <param name="description">A scene, as read or as made by a program.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="SplatFormatException">The capture cannot be read.</exception>
    public static Scene Create(SceneDescription description, CancellationToken cancellation = default) =>
        Create(description, [], cancellation);

    /// <summary>A scene of a capture that is already in memory.</summary>
    /// <param name="description">The scene; its splats path is only a name.</param>
    /// <param name="cloud">The capture.</param>
    /// <param name="notes">Lines to keep with it; null for none.</param>
    public static Scene Of(SceneDescription description, GaussianCloud cloud, IEnumerable<string>? notes = null) =>
        new(description, cloud, [.. notes ?? []]);

    /// <summary>Selects, fills, binds, and starts the simulation; nothing moves yet.</summary>
    /// <param name="progress">Told the share of the preparation that is done, 0 to 1.</param>
    /// <param name="cancellation">Stops the preparation.</param>
    /// <exception cref="SceneFileException">The scene cannot be built from this capture.</exception>
    public SceneRun Prepare(IProgress<double>? progress = null, CancellationToken cancellation = default) =>
        SceneBuilder.Build(this, progress, cancellation);

    private static Scene Create(SceneDescription description, List<string> notes, CancellationToken cancellation)
    {
        GaussianCloud cloud = SplatFiles.Read(description.Resolve(description.Splats), cancellation, notes.Add);
        return new Scene(description, cloud, notes);
    }
}
