using System.Text.Json;

namespace Splatsim.Verification;

/// <summary>The golden scenes' laws in the engine's terms (README of golden/fit, table of laws).</summary>
internal static class FitLaws
{
    /// <summary>The engine's law; null when there is none.</summary>
    public static string? Key(string goldenLaw) => goldenLaw switch
    {
        "neo_hookean" => "neo-hookean",
        "newtonian" => "newtonian-fluid",
        "von_mises" => "von-mises",
        "bingham" => "viscoplastic",
        "drucker_prager" => "drucker-prager",
        _ => null,
    };

    /// <summary>The engine's parameters for one part of the object.</summary>
    public static Dictionary<string, double> Parameters(string goldenLaw, JsonElement truth, int part)
    {
        double Value(string name)
        {
            JsonElement value = truth.GetProperty(name);
            if (value.ValueKind == JsonValueKind.Number) return value.GetDouble();
            return value.EnumerateArray().First(e => e.GetProperty("part").GetInt32() == part).GetProperty("value").GetDouble();
        }

        switch (goldenLaw)
        {
            case "neo_hookean":
                return new() { ["youngsModulus"] = Value("E"), ["poissonsRatio"] = Value("nu") };
            case "newtonian":
                // tau = kappa (J - J^-6) I + mu J D is Tait's law with gamma 7: K = 7 kappa, eta = mu/2, zeta = mu/3.
                return new()
                {
                    ["bulkModulus"] = 7 * Value("kappa"),
                    ["gamma"] = 7,
                    ["shearViscosity"] = Value("mu") / 2,
                    ["bulkViscosity"] = Value("mu") / 3,
                    ["volumeUpdate"] = 1,
                };
            case "von_mises":
                return new() { ["youngsModulus"] = Value("E"), ["poissonsRatio"] = Value("nu"), ["yieldStress"] = Value("yield_stress") };
            case "bingham":
                double mu = Value("mu"), lambda = Value("kappa") - 2 * mu / 3;
                return new()
                {
                    ["youngsModulus"] = mu * (3 * lambda + 2 * mu) / (lambda + mu),
                    ["poissonsRatio"] = lambda / (2 * (lambda + mu)),
                    ["yieldStress"] = Value("yield_stress"),
                    ["plasticViscosity"] = Value("eta"),
                    ["flowExponent"] = 1,
                    ["shearModulus"] = 0,
                };
            case "drucker_prager":
                return new()
                {
                    ["youngsModulus"] = Value("E"),
                    ["poissonsRatio"] = Value("nu"),
                    ["frictionAngleDegrees"] = Value("friction_angle_deg"),
                    ["cohesion"] = 0,
                    ["cone"] = 0,
                    ["volumeCorrection"] = 1,
                };
            default:
                throw new NotSupportedException($"law '{goldenLaw}' of golden/fit");
        }
    }
}
