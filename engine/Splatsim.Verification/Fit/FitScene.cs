using System.Text.Json;
using Splatsim.Formats;
using Splatsim.Mathematics;
using Splatsim.Mechanics;
using Splatsim.Simulation;
using Splatsim.Splats;

namespace Splatsim.Verification;

/// <summary>One folder of golden/fit: what is known, the true parameters, and the truth arrays.</summary>
internal sealed class FitScene
{
    private readonly JsonElement scene;
    private readonly JsonElement truth;

    private FitScene(string folder)
    {
        Folder = folder;
        scene = Json(folder, "scene.json");
        truth = Json(folder, "truth.json");
        // A variant has other pictures of the same motion; the arrays are those of the scene it names.
        string? original = truth.TryGetProperty("same_motion_as", out JsonElement same) ? same.GetString() : null;
        Original = original is null ? this : new FitScene(Path.Combine(Path.GetDirectoryName(folder)!, original));
    }

    public string Folder { get; }

    public string Name => Path.GetFileName(Folder);

    public FitScene Original { get; }

    public bool IsVariant => Original != this;

    public string Law => scene.GetProperty("law").GetString()!;

    public string FloorKind => scene.GetProperty("floor").GetProperty("kind").GetString()!;

    public double FrameRate => scene.GetProperty("frame_rate").GetDouble();

    public double Density => scene.GetProperty("density").GetDouble();

    public int FirstContactFrame => truth.GetProperty("first_contact_frame").GetInt32();

    /// <summary>Standard deviation of the noise on the pictures [grey levels of 8 bits]; 0 for none.</summary>
    public double ImageNoise => scene.TryGetProperty("image_noise_sigma_8bit", out JsonElement sigma) ? sigma.GetDouble() : 0;

    public double CellSize => truth.GetProperty("simulator").GetProperty("cell_size").GetDouble();

    public int SubstepsPerFrame => truth.GetProperty("simulator").GetProperty("substeps_per_frame").GetInt32();

    public double TimeStep => 1 / FrameRate / SubstepsPerFrame;

    public double ParticleVolume => truth.GetProperty("simulator").GetProperty("particle_volume").GetDouble();

    public double ObjectVolume => truth.GetProperty("object_volume_m3").GetDouble();

    public int[] TruthFrames => [.. truth.GetProperty("splat_positions").GetProperty("frames").EnumerateArray().Select(e => e.GetInt32())];

    public Npy TruthPositions => Npy.Read(Path.Combine(Folder, truth.GetProperty("splat_positions").GetProperty("file").GetString()!));

    public string CamerasFile => Path.Combine(Folder, scene.GetProperty("cameras").GetString()!);

    /// <summary>Names of the scenes in a golden folder; none where there is no such folder.</summary>
    public static IReadOnlyList<string> NamesIn(string? golden)
    {
        if (golden is null) return [];
        string fit = Path.Combine(golden, "fit");
        if (!Directory.Exists(fit)) return [];
        return [.. Directory.EnumerateDirectories(fit).Where(d => File.Exists(Path.Combine(d, "scene.json"))).Select(d => Path.GetFileName(d)!).Order(StringComparer.Ordinal)];
    }

    public static FitScene Load(string golden, string name) => new(Path.Combine(golden, "fit", name));

    /// <summary>Every scene of a golden folder that shows the motion of this one: itself and its variants.</summary>
    public IReadOnlyList<FitScene> SameMotion(string golden) =>
        [.. NamesIn(golden).Select(name => Load(golden, name)).Where(s => s.Original.Name == Name)];

    public GaussianCloud ReadCloud() =>
        SplatFiles.Read(Path.Combine(Folder, scene.GetProperty("splats").GetString()!));

    /// <summary>The picture of a frame; null when the scene has none.</summary>
    public string? FrameFile(string camera, int frame)
    {
        string file = $"{frame:000}.png";
        string fit = Path.Combine(Folder, "frames", camera, file), holdout = Path.Combine(Folder, "holdout", camera, file);
        return File.Exists(fit) ? fit : File.Exists(holdout) ? holdout : null;
    }

    /// <summary>The true particles at time 0, moving as the scene starts.</summary>
    public ParticleSet TrueParticles()
    {
        JsonElement file = truth.GetProperty("initial_particles");
        double[] positions = Npy.Read(Path.Combine(Folder, file.GetProperty("file").GetString()!)).Values;
        byte[]? parts = file.TryGetProperty("parts", out JsonElement partsFile)
            ? File.ReadAllBytes(Path.Combine(Folder, partsFile.GetString()!))
            : null;
        double[] volumes = new double[positions.Length / 3];
        Array.Fill(volumes, ParticleVolume);
        return Particles(positions, volumes, parts);
    }

    /// <summary>Any particles, moving as the scene starts.</summary>
    public ParticleSet Particles(double[] positions, double[] volumes, byte[]? parts)
    {
        ParticleSet particles = new(volumes.Length);
        positions.CopyTo(particles.X, 0);
        volumes.CopyTo(particles.RestVolume, 0);
        for (int p = 0; p < particles.Count; p++)
        {
            particles.Mass[p] = Density * volumes[p];
            particles.Material[p] = parts?[p] ?? 0;
        }

        ParticleLattices.SetRigidVelocity(
            particles, Vector(truth.GetProperty("initial_velocity")), Vector(truth.GetProperty("initial_angular_velocity")), SpinCentre());
        return particles;
    }

    /// <summary>The simulation that the truth was made by.</summary>
    public SimulationSetup Setup(ParticleSet particles, TracerSet? tracers)
    {
        JsonElement floor = scene.GetProperty("floor");
        return new SimulationSetup
        {
            Domain = Domain(),
            Particles = particles,
            Materials = [.. Enumerable.Range(0, PartCount).Select(part => new Material($"part {part}", Laws.Find(FitLaws.Key(Law)!), FitLaws.Parameters(Law, truth.GetProperty("parameters"), part), Density))],
            Gravity = Vector(scene.GetProperty("gravity")),
            Boundaries =
            [
                new PlaneBoundary(
                    FloorKind == "sticky" ? ContactMode.Sticky : ContactMode.Separate,
                    Vector(floor.GetProperty("point")), Vector(floor.GetProperty("normal"))),
            ],
            Forces = Wind() is { } wind ? [wind] : [],
            Tracers = tracers,
            // The truth's own step, whatever our criterion thinks of it; and no limit on clamped particles, as there.
            StepPolicy = new StepPolicy { TimeStep = TimeStep, MaximumCourantNumber = double.PositiveInfinity },
            MaximumClampedFraction = 1,
        };
    }

    private int PartCount => scene.TryGetProperty("parts", out JsonElement parts) ? parts.GetProperty("count").GetInt32() : 1;

    // All places that the motion visits, with room for what the truth does not list.
    private GridDomain Domain()
    {
        double[] visited = TruthPositions.Values;
        double[] low = [double.MaxValue, double.MaxValue, double.MaxValue], high = [double.MinValue, double.MinValue, double.MinValue];
        for (int i = 0; i < visited.Length; i++)
        {
            low[i % 3] = Math.Min(low[i % 3], visited[i]);
            high[i % 3] = Math.Max(high[i % 3], visited[i]);
        }

        double margin = 8 * CellSize;
        return GridDomain.Around(
            new(low[0] - margin, low[1] - margin, low[2] - margin), new(high[0] + margin, high[1] + margin, high[2] + margin), CellSize);
    }

    // A uniform acceleration, straight between samples at the frames. The truth takes that of a substep's middle: its mean.
    private GravityForce? Wind()
    {
        if (!truth.GetProperty("parameters").TryGetProperty("wind", out JsonElement wind)) return null;
        return new GravityForce(VectorCurve.Keyframes([.. wind.EnumerateArray().Select((sample, i) => (i / FrameRate, Vector(sample)))]));
    }

    private Vector3<Real64> SpinCentre()
    {
        foreach (JsonElement estimate in scene.GetProperty("estimate").EnumerateArray())
            if (estimate.TryGetProperty("about", out JsonElement about)) return Vector(about);
        return default;
    }

    private static Vector3<Real64> Vector(JsonElement array) => new(array[0].GetDouble(), array[1].GetDouble(), array[2].GetDouble());

    private static JsonElement Json(string folder, string file) =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, file))).RootElement;
}
