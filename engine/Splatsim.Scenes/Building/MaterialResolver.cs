using Splatsim.Coupling;
using Splatsim.Materials;
using Splatsim.Mechanics;
using Splatsim.Simulation;

namespace Splatsim.Scenes;

/// <summary>Turns material descriptions into laws with parameters, softened to the step budget where that is wanted.</summary>
internal sealed class MaterialResolver
{
    private readonly Scene scene;
    private readonly StiffnessBudget? budget;
    private readonly Action<string> note;
    private readonly List<Material> materials = [];
    private readonly HashSet<string> reported = [];

    public MaterialResolver(Scene scene, double cellSize, Action<string> note)
    {
        this.scene = scene;
        this.note = note;
        SolverDescription solver = scene.Description.Solver;
        // A step of the user's own is kept as it is, and so are the materials.
        if (!solver.PhysicalStiffness && solver.TimeStep is null)
            budget = new StiffnessBudget { CellSize = cellSize, SubstepsPerSecond = solver.SubstepsPerSecond, Courant = solver.Courant };
    }

    /// <summary>The materials so far; particles index them.</summary>
    public IReadOnlyList<Material> Materials => materials;

    /// <summary>Gives the particles of an object their materials.</summary>
    public void Assign(ParticleSet particles, ObjectDescription body, int[] splats, SceneFrame frame)
    {
        Material material = Resolve(body);
        if (body.Material.Fields is string fields)
        {
            MaterialFields table = MaterialFields.Read(scene.Description.Resolve(fields), scene.Cloud.Count);
            table.Assign(particles, scene.Cloud, splats, frame, material, m => Add(Soften(m, body.Name)));
            return;
        }

        int index = Add(Soften(material, body.Name));
        Array.Fill(particles.Material, index);
    }

    /// <summary>The material of something that is not selected from the capture.</summary>
    /// <returns>Its index.</returns>
    public int Add(ObjectDescription body) => Add(Soften(Resolve(body), body.Name));

    /// <summary>Lets the body of a material follow a path.</summary>
    public void Follow(int index, MotionPath path) => materials[index] = materials[index] with { Path = path };

    private int Add(Material material)
    {
        materials.Add(material);
        return materials.Count - 1;
    }

    private Material Resolve(ObjectDescription body)
    {
        MaterialDescription wanted = body.Material;
        string path = $"{body.Path}.material";
        try
        {
            MaterialPreset? preset = wanted.Preset is null ? null : MaterialLibrary.Find(wanted.Preset);
            LawEntry law = wanted.Law is not null ? Laws.Find(wanted.Law) : preset!.Law;
            // Parameters of a preset belong to its law; another law keeps those that it knows too.
            Dictionary<string, double> parameters = [];
            if (preset is not null)
                foreach ((string key, double value) in preset.Parameters)
                    if (law.Description.Knows(key)) parameters[key] = value;
            Dictionary<string, ScalarCurve> animated = [];
            foreach ((string key, ParameterValue value) in wanted.Overrides)
            {
                if (value.Keys.Count > 0) animated[Key(law, key)] = Curve(law, key, value);
                parameters[key] = value.Choice is null
                    ? value.Number
                    : law.Description.Parameters[law.Description.RequireIndex(key)].Choice(value.Choice);
            }

            double density = wanted.MassDensity ?? preset?.MassDensity ?? 1000;
            Material material = new(preset?.Id ?? law.Key, law, parameters, density) { Animated = animated };
            foreach (double time in material.KeyTimes) _ = material.UserParametersAt(time);
            return material;
        }
        catch (ArgumentException exception)
        {
            throw new SceneFileException(scene.Description.File, path, exception.Message, "see splatsim materials");
        }
    }

    private Material Soften(Material material, string body)
    {
        if (budget is null) return material;
        // The stiffest moment of an animated material is what the budget has to meet.
        BudgetedMaterial budgeted = material.KeyTimes.Select(time => Budgeted(material, time)).MinBy(b => b.StiffnessFactor)!;
        // A field has a material per value: one line is enough.
        if (budgeted.IsSoftened && reported.Add(body)) note($"{body}: {budgeted.Report}; solver.stiffness \"physical\" turns this off");
        Dictionary<string, ScalarCurve> animated = [];
        foreach ((string key, ScalarCurve curve) in material.Animated)
        {
            bool isModulus = material.Law.Description.Parameters[material.Law.Description.RequireIndex(key)].Role == LawParameterRole.Stiffness;
            animated[key] = isModulus ? Scaled(curve, budgeted.StiffnessFactor) : curve;
        }

        return material with { Parameters = budgeted.Parameters, Animated = animated };
    }

    private BudgetedMaterial Budgeted(Material material, double time)
    {
        Dictionary<string, double> values = new(material.Parameters, StringComparer.OrdinalIgnoreCase);
        foreach ((string key, ScalarCurve curve) in material.Animated) values[key] = curve.At(time);
        try
        {
            return budget!.Apply(material.Name, material.Law, values, material.MassDensity);
        }
        catch (ArgumentException exception)
        {
            throw new SceneFileException(
                scene.Description.File, "$.solver.substepsPerSecond", exception.Message, "or write \"stiffness\": \"physical\"");
        }
    }

    private static string Key(LawEntry law, string key) => law.Description.Parameters[law.Description.Locate(key, 0).Index].Key;

    private static ScalarCurve Curve(LawEntry law, string key, ParameterValue value) =>
        ScalarCurve.Keyframes([.. value.Keys.Select(k => (k.Time, law.Description.Locate(key, k.Value).Value))]);

    private static ScalarCurve Scaled(ScalarCurve curve, double factor) =>
        ScalarCurve.Keyframes([.. curve.Times.Zip(curve.Values, (time, value) => (time, factor * value))]);
}
