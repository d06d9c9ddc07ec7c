namespace Splatsim.Scenes;

/// <summary>The materials of PhysGaussian and PIXIE as laws with parameters, and what differs.</summary>
internal static class PhysGaussianMaterials
{
    private static readonly Dictionary<string, string> Laws = new()
    {
        ["jelly"] = "fixed-corotated",
        ["metal"] = "von-mises",
        ["plasticine"] = "von-mises-damage",
        ["sand"] = "drucker-prager",
        ["foam"] = "viscoplastic",
        ["visplas"] = "viscoplastic",
        ["fluid"] = "newtonian-fluid",
        ["stationary"] = "stationary",
    };

    // The numbers of PIXIE's per-region materials.
    private static readonly string[] Numbers = ["jelly", "metal", "sand", "visplas", "fluid", "plasticine", "stationary"];

    /// <summary>The material's name in the configuration.</summary>
    public static string Name(SceneNode node)
    {
        string name = node.Text("material") ?? "jelly";
        if (Laws.ContainsKey(name)) return name;
        throw node.Wrong(
            "material", name == "snow" ? "\"snow\" has no stress in that program: nothing to reproduce" : $"\"{name}\" is no material of that program",
            NearestName.Suggest(name, Laws.Keys));
    }

    /// <summary>The material of a region: the configuration's, or its own by number or name.</summary>
    public static string NameOf(SceneNode region, string common)
    {
        if (!region.Has("material")) return common;
        if (!region.IsNumber("material")) return Name(region);
        int number = region.Integer("material", 0, 0, Numbers.Length - 1);
        return Numbers[number];
    }

    /// <summary>The law of a material.</summary>
    public static string LawOf(string name) => Laws[name];

    /// <summary>Its parameters.</summary>
    /// <param name="node">The configuration.</param>
    /// <param name="name">The material.</param>
    /// <param name="young">Young's modulus [Pa].</param>
    /// <param name="poisson">Poisson's ratio.</param>
    /// <param name="note">Receives the differences.</param>
    public static Dictionary<string, ParameterValue> Parameters(SceneNode node, string name, double young, double poisson, Action<string> note)
    {
        string law = Laws[name];
        double yield = node.Number("yield_stress", 1000, 0, 1e14), hardening = node.Number("hardening", 0), xi = node.Number("xi", 0, 0, 1e3);
        double softening = node.Number("softening", 0.1, 0, 1e12), viscosity = node.Number("plastic_viscosity", 100, 0, 1e14), friction = node.Number("friction_angle", 25, 0, 89);
        if (law == "stationary") return [];
        if (law == "newtonian-fluid") return new() { ["bulkModulus"] = new(young / (3 * (1 - 2 * poisson)), null) };
        Dictionary<string, ParameterValue> values = new() { ["youngsModulus"] = new(young, null), ["poissonsRatio"] = new(poisson, null) };
        switch (law)
        {
            case "von-mises":
            case "von-mises-damage":
                // That program leaves out sqrt(2/3) in the yield radius, so its number is the norm of the stress deviator.
                values["yieldStress"] = new(yield * Math.Sqrt(1.5), null);
                note("yield_stress: multiplied by sqrt(3/2), because that program's yield radius lacks the factor sqrt(2/3) of von Mises");
                note("von Mises stress: tau = U diag(t) U^T here; that program assembles it with one factor of the stretch too many");
                if (law == "von-mises-damage")
                {
                    values["softeningModulus"] = new(1.5 * softening, null);
                    values["afterFailure"] = new(0, "nothing");
                }
                else if (hardening != 0 && xi > 0)
                {
                    values["hardening"] = new(0, "explicit");
                    values["hardeningFactor"] = new(xi, null);
                }

                break;
            case "viscoplastic":
                values["yieldStress"] = new(yield, null);
                values["plasticViscosity"] = new(viscosity, null);
                note("foam stress: tau = U diag(t) U^T here; that program assembles it with one factor of the stretch too many");
                break;
            case "drucker-prager":
                values["frictionAngleDegrees"] = new(friction, null);
                note("sand: volume gained in separation is given back here (volume correction); that program has it commented out");
                break;
        }

        return values;
    }
}
