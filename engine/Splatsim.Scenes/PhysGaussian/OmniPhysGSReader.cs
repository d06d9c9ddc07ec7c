using Splatsim.Mathematics;

namespace Splatsim.Scenes;

/// <summary>
/// Imports the configurations of OmniPhysGS (Lin et al. 2025): a unit box, one density, expert laws, and the boundary conditions
/// of PhysGaussian with a few of its own. Every difference is reported.
/// </summary>
public static class OmniPhysGSReader
{
    // The constants of that program's experts.
    private const double YoungsModulus = 2e6, PoissonsRatio = 0.4, YieldStress = 1e3, FrictionAngleDegrees = 25;

    private static readonly string[] Elastic = ["CorotatedElasticity", "StVKElasticity", "SigmaElasticity", "VolumeElasticity", "FluidElasticity"];
    private static readonly string[] Plastic = ["IdentityPlasticity", "DruckerPragerPlasticity", "VonMisesPlasticity", "SigmaPlasticity"];

    /// <summary>True when a file looks like one of these configurations.</summary>
    /// <param name="path">Its name.</param>
    /// <param name="text">Its text.</param>
    public static bool Recognizes(string path, string text) =>
        Path.GetExtension(path) is ".yaml" or ".yml" && text.Contains("num_grids", StringComparison.Ordinal);

    /// <summary>Reads a configuration.</summary>
    /// <param name="text">The text of the file.</param>
    /// <param name="path">Its name.</param>
    /// <param name="splats">The capture, which the configuration does not name.</param>
    /// <param name="note">Receives one line per behaviour that differs from that program, and why.</param>
    /// <exception cref="SceneFileException">The text is no plain YAML or holds a value that cannot be meant.</exception>
    public static SceneDescription Parse(string text, string path, string splats, Action<string> note)
    {
        SceneNode node = SceneNode.Parse(path, PlainYaml.ToJson(path, text));
        // What trains and draws is that program's own; the trained network is not part of a configuration.
        foreach (string section in (string[])["train", "model", "render", "guidance", "prompt_processor", "defaults"]) node.Has(section);
        SceneNode sim = node.Child("sim") ?? throw node.Wrong("sim", "missing", "add the section \"sim\"");
        SceneNode prepare = node.Child("preprocessing") ?? throw node.Wrong("preprocessing", "missing", "add the section \"preprocessing\"");
        SceneNode material = node.Child("material") ?? throw node.Wrong("material", "missing", "add the section \"material\"");
        double cellSize = 1.0 / sim.Integer("num_grids", 25, 4, 4096), step = sim.Number("dt", 3e-4, 1e-12, 1);
        int steps = sim.Integer("steps_per_frame", 10, 1, 1_000_000);
        PhysGaussianBoundaries boundaries = PhysGaussianBoundaries.Read(sim, cellSize, 1, note);
        double clip = sim.Number("clip_bound", 0.5, 0, 100) * cellSize;
        note("clip_bound: positions are clipped there, which stops matter at once; separating walls stand at that distance here");
        boundaries.Boundaries.Add(boundaries.Walls(Math.Min(clip, 0.49)));
        double kept = sim.Number("damping", 1, 0, 1);
        Vector3<Real64>? gravity = sim.Vector("gravity");
        SceneDescription scene = new()
        {
            File = path,
            Name = Path.GetFileNameWithoutExtension(path),
            Splats = splats,
            Units = new() { Fit = new(PhysGaussianReader.ReadRotation(prepare), prepare.Number("scale_factor", 1, 1e-6, 1), new(0.5, 0.5, 0.5)) },
            Objects = [ReadObject(material, prepare, sim, note)],
            Boundaries = boundaries.Boundaries,
            Events = boundaries.Events,
            Forces = new()
            {
                Gravity = gravity ?? default,
                Impulses = boundaries.Impulses,
                List = kept < 1 ? [new() { Type = "damping", FactorPerSubstep = kept, Path = sim.PathOf("damping") }] : [],
            },
            Time = new() { FramesPerSecond = 1 / (step * steps), Duration = step * steps * sim.Integer("num_frames", 150, 1, 1_000_000) },
            Solver = new() { CellSize = cellSize, DomainMinimum = default(Vector3<Real64>), DomainMaximum = new(1, 1, 1), TimeStep = step, PhysicalStiffness = true },
        };
        foreach (string key in (string[])["num_skip_frames", "frames_per_stage", "num_stages"]) sim.Has(key);
        sim.Close();
        prepare.Close();
        material.Close();
        node.Close();
        return scene;
    }

    private static ObjectDescription ReadObject(SceneNode material, SceneNode prepare, SceneNode sim, Action<string> note)
    {
        material.Has("center");
        if (material.Vector("size") is not null)
            note("material.size: the object's volume is that of its splats here; that program shares this box's volume among the particles");
        string elastic = Choose(material, "elasticity", Elastic, note), plastic = Choose(material, "plasticity", Plastic, note);
        (string law, Dictionary<string, ParameterValue> values) = Law(elastic, plastic, note);
        if (prepare.Child("particle_filling") is not null)
            note("particle_filling: its thresholds belong to another density field; the inside is found by flood fill and ray parity here");
        return new ObjectDescription
        {
            Name = "object",
            Material = new() { Law = law, MassDensity = material.Number("rho", 1000, 1e-6, 1e6), Overrides = values },
            Selection = new()
            {
                CaptureRegion = PhysGaussianReader.ReadArea(prepare),
                MinimumOpacity = prepare.Number("opacity_threshold", 0, 0, 1),
            },
            Fill = prepare.Has("particle_filling"),
            // Its own default is a slow fall.
            Velocity = sim.Vector("init_velocity") ?? new(0, 0, -0.3),
            Path = "$.material",
        };
    }

    private static string Choose(SceneNode node, string key, string[] known, Action<string> note)
    {
        string name = node.Text(key) ?? "neural";
        IReadOnlyList<string> experts = node.Texts(key + "_physicals");
        foreach (string expert in experts)
            if (!known.Contains(expert)) throw node.Wrong(key + "_physicals", $"\"{expert}\" is no expert of that program", NearestName.Suggest(expert, known));
        if (name != "neural") return known.Contains(name) ? name : throw node.Wrong(key, $"\"{name}\" is no expert of that program", NearestName.Suggest(name, known));
        string chosen = experts.Count > 0 ? experts[0] : known[0];
        note($"{key}: which of {Math.Max(1, experts.Count)} experts a splat has is decided by that program's trained network, which is not part of a configuration; {chosen} everywhere here");
        return chosen;
    }

    private static (string Law, Dictionary<string, ParameterValue> Values) Law(string elastic, string plastic, Action<string> note)
    {
        const double lambda = YoungsModulus * PoissonsRatio / ((1 + PoissonsRatio) * (1 - 2 * PoissonsRatio));
        if (plastic == "SigmaPlasticity" || elastic is "VolumeElasticity" or "FluidElasticity")
        {
            if (plastic == "SigmaPlasticity") note("SigmaPlasticity: a linear fluid here; that program also limits the volume ratio to 0.05 to 1.2");
            return ("linear-fluid", new() { ["bulkModulus"] = new(lambda, null) });
        }

        Dictionary<string, ParameterValue> values = new() { ["youngsModulus"] = new(YoungsModulus, null), ["poissonsRatio"] = new(PoissonsRatio, null) };
        if (plastic != "IdentityPlasticity" && elastic != "SigmaElasticity")
            note($"{elastic} with {plastic}: the flow's own elasticity (Hencky) is used here, so that stress and yield agree");
        switch (plastic)
        {
            case "DruckerPragerPlasticity":
                values["frictionAngleDegrees"] = new(FrictionAngleDegrees, null);
                note("sand: volume gained in separation is given back here (volume correction); that program does not");
                return ("drucker-prager", values);
            case "VonMisesPlasticity":
                values["yieldStress"] = new(YieldStress * Math.Sqrt(1.5), null);
                note("yield stress: multiplied by sqrt(3/2), because that program's yield radius lacks the factor sqrt(2/3) of von Mises");
                return ("von-mises", values);
            default:
                if (elastic == "StVKElasticity") note("StVKElasticity: tau = F S F^T with S of the Green strain here; that program's stress F E + lambda J (J - 1) is not symmetric");
                return (elastic switch { "SigmaElasticity" => "stvk-hencky", "StVKElasticity" => "stvk-green", _ => "fixed-corotated" }, values);
        }
    }
}
