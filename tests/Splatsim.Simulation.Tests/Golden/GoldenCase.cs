using System.Text.Json;
using Splatsim.Mathematics;
using Splatsim.Simulation;

namespace Splatsim.Tests;

/// <summary>One golden file of the material point method, read by its metadata.</summary>
internal sealed class GoldenCase
{
    public GoldenCase(string path)
    {
        File = new(path);
        Json = File.Case;
        Kind = Json.GetProperty("kind").GetString()!;
        Transfer = Text("transfer") ?? "mls";
    }

    public Safetensors File { get; }

    public JsonElement Json { get; }

    /// <summary>substep, gradient, trajectory, return_map or thirdparty.</summary>
    public string Kind { get; }

    public string Transfer { get; }

    public string? Model => Text("model");

    public string Name => File.Name;

    public double TimeStep => Number("dt");

    public double CellSize => Number("dx");

    public Vector3<Real64> Gravity => Vector(Json.GetProperty("gravity"));

    /// <summary>Paths of all cases of the folder whose file the test of some kind has to cover.</summary>
    public static TheoryData<string> Paths(Func<GoldenCase, bool> wanted)
    {
        TheoryData<string> data = [];
        foreach (string path in GoldenData.Files("mpm", "*.safetensors"))
            if (!GoldenData.IsOwedLater("mpm/" + Path.GetFileName(path)) && wanted(new(path))) data.Add(path);
        return data;
    }

    public string? Text(string key) =>
        Json.TryGetProperty(key, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public double Number(string key) => Json.GetProperty(key).GetDouble();

    public bool Has(string key) => Json.TryGetProperty(key, out JsonElement value) && value.ValueKind != JsonValueKind.Null;

    /// <summary>The planes of the case, in their order.</summary>
    public IReadOnlyList<IGridBoundary> Planes()
    {
        if (!Has("planes")) return [];
        return [.. Json.GetProperty("planes").EnumerateArray().Select(ReadPlane)];
    }

    /// <summary>Numeric parameters by the case's own names.</summary>
    public Dictionary<string, double> Parameters() =>
        Json.GetProperty("parameters").EnumerateObject()
            .Where(p => p.Value.ValueKind == JsonValueKind.Number)
            .ToDictionary(p => p.Name, p => p.Value.GetDouble());

    /// <summary>Substep counts at which states are stored.</summary>
    public IEnumerable<int> Substeps => Json.GetProperty("substeps").EnumerateArray().Select(k => k.GetInt32());

    /// <summary>The stored initial state; masses and volumes come from tensors or from the case.</summary>
    public ParticleSet InitialParticles()
    {
        double[] x = File.Doubles("x_0");
        ParticleSet set = new(x.Length / 3);
        x.CopyTo(set.X, 0);
        File.Doubles("v_0").CopyTo(set.V, 0);
        if (File.Has("C_0")) File.Doubles("C_0").CopyTo(set.C, 0);
        if (File.Has("F_0")) File.Doubles("F_0").CopyTo(set.F, 0);
        if (File.Has("volume")) File.Doubles("volume").CopyTo(set.RestVolume, 0);
        else Array.Fill(set.RestVolume, Number(Has("volume") ? "volume" : "particle_volume"));
        if (File.Has("mass")) File.Doubles("mass").CopyTo(set.Mass, 0);
        else for (int p = 0; p < set.Count; p++) set.Mass[p] = Number("density") * set.RestVolume[p];
        if (File.Has("history_0"))
        {
            double[] history = File.Doubles("history_0");
            set.History = new double[ParticleSet.HistoryWidth * set.Count];
            for (int p = 0; p < set.Count; p++) set.History[ParticleSet.HistoryWidth * p] = history[p];
        }

        return set;
    }

    /// <summary>The case with a registered law, its planes and its fixed step.</summary>
    public SimulationSetup Setup(ParticleSet particles) => Setup(particles, GoldenMaterials.Of(this), Planes());

    /// <summary>The case with a given material and boundaries.</summary>
    public SimulationSetup Setup(ParticleSet particles, Material material, IReadOnlyList<IGridBoundary> boundaries) => new()
    {
        Domain = GridDomain.Cube(Has("grid_nodes_per_axis") ? Json.GetProperty("grid_nodes_per_axis").GetInt32() : 64, CellSize),
        Particles = particles,
        Materials = [material],
        Gravity = Gravity,
        Boundaries = boundaries,
        StepPolicy = StepPolicy.Fixed(TimeStep),
        Backend = SimulationBackend.Reference,
    };

    /// <summary>Compares every stored field of the state after k substeps.</summary>
    public void AssertState(ParticleSet state, int k, StateTolerance tolerance)
    {
        AssertField($"x_{k}", state.X, tolerance.X);
        AssertField($"v_{k}", state.V, tolerance.V);
        AssertField($"C_{k}", state.C, tolerance.C);
        AssertField($"F_{k}", state.F, tolerance.F);
    }

    /// <summary>Largest difference of a stored tensor to ours must be within the tolerance; absent tensors are skipped.</summary>
    public void AssertField(string tensor, double[] actual, double tolerance)
    {
        if (!File.Has(tensor)) return;
        double[] expected = File.Doubles(tensor);
        Assert.Equal(expected.Length, actual.Length);
        double largest = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            // NaN must not pass as small.
            double difference = Math.Abs(actual[i] - expected[i]);
            largest = difference <= largest ? largest : difference;
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{Name} {tensor}: {largest:g3} of {tolerance:g3}");
        Assert.True(largest <= tolerance, $"{Name} {tensor}: largest difference {largest:g3} exceeds {tolerance:g3}");
    }

    /// <summary>A parameter that is true or false.</summary>
    public bool Flag(string parameter) => Json.GetProperty("parameters").GetProperty(parameter).GetBoolean();

    /// <summary>A parameter that is a word.</summary>
    public string ParameterText(string parameter) => Json.GetProperty("parameters").GetProperty(parameter).GetString()!;

    private static PlaneBoundary ReadPlane(JsonElement plane)
    {
        double friction = plane.TryGetProperty("friction", out JsonElement f) ? f.GetDouble() : 0;
        ContactMode mode = Enum.Parse<ContactMode>(plane.GetProperty("kind").GetString()!, ignoreCase: true);
        return new(mode, Vector(plane.GetProperty("point")), Vector(plane.GetProperty("normal")), friction)
        {
            Velocity = plane.TryGetProperty("velocity", out JsonElement v) ? Vector(v) : default,
        };
    }

    private static Vector3<Real64> Vector(JsonElement array) =>
        new(array[0].GetDouble(), array[1].GetDouble(), array[2].GetDouble());
}
