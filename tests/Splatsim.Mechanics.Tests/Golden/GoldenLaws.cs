using System.Text.Json;

namespace Splatsim.Mechanics.Tests;

/// <summary>The golden data's model names and parameters in this engine's terms (golden/mpm README, section 4).</summary>
internal static class GoldenLaws
{
    /// <summary>Law and user values; null for a model that the engine does not have.</summary>
    public static (string Key, Dictionary<string, double> Values)? Find(string model, JsonElement p) => model switch
    {
        "fixed_corotated" => ("fixed-corotated", Elastic(p)),
        "neo_hookean" => ("neo-hookean", Elastic(p)),
        "stvk_hencky" => ("stvk-hencky", Elastic(p)),
        "drucker_prager" => ("drucker-prager", Sand(p)),
        "von_mises" => ("von-mises", Metal(p)),
        "viscoplastic" => ("viscoplastic", Foam(p)),
        "snow" => ("snow", Snow(p)),
        "tait_fluid" => ("newtonian-fluid", Fluid(p)),
        _ => null,
    };

    private static Dictionary<string, double> Elastic(JsonElement p) => new()
    {
        ["youngsModulus"] = p.GetProperty("E").GetDouble(),
        ["poissonsRatio"] = p.GetProperty("nu").GetDouble(),
    };

    private static Dictionary<string, double> Sand(JsonElement p)
    {
        Dictionary<string, double> values = Elastic(p);
        double e = values["youngsModulus"], nu = values["poissonsRatio"];
        double angle = p.GetProperty("friction_angle").GetDouble();
        values["frictionAngle"] = angle;
        // A log strain there, a strength in Pa here: tip strain = c cot(phi) / (3 lambda + 2 mu), 3 lambda + 2 mu = E/(1 - 2 nu).
        values["cohesion"] = p.GetProperty("cohesion").GetDouble() * e / (1 - 2 * nu) * Math.Tan(angle);
        values["volumeCorrection"] = Option("drucker-prager", "volumeCorrection", p.GetProperty("volume_correction").GetBoolean() ? "on" : "off");
        return values;
    }

    private static Dictionary<string, double> Metal(JsonElement p)
    {
        Dictionary<string, double> values = Elastic(p);
        if (p.TryGetProperty("yield_stress", out JsonElement yield)) values["yieldStress"] = yield.GetDouble();
        if (p.TryGetProperty("hardening_modulus", out JsonElement modulus) && modulus.GetDouble() > 0)
        {
            values["hardening"] = Option("von-mises", "hardening", "linear");
            values["hardeningModulus"] = modulus.GetDouble();
        }

        if (p.TryGetProperty("xi", out JsonElement factor))
        {
            values["hardening"] = Option("von-mises", "hardening", "explicit");
            values["hardeningFactor"] = factor.GetDouble();
        }

        return values;
    }

    private static Dictionary<string, double> Foam(JsonElement p)
    {
        Dictionary<string, double> values = Elastic(p);
        values["yieldStress"] = p.GetProperty("yield_stress").GetDouble();
        values["plasticViscosity"] = p.GetProperty("plastic_viscosity").GetDouble();
        values["flowExponent"] = p.GetProperty("flow_exponent").GetDouble();
        values["shearModulus"] = Option("viscoplastic", "shearModulus", p.GetProperty("mu_hat").GetString()!);
        return values;
    }

    private static Dictionary<string, double> Snow(JsonElement p)
    {
        Dictionary<string, double> values = Elastic(p);
        values["criticalCompression"] = p.GetProperty("critical_compression").GetDouble();
        values["criticalStretch"] = p.GetProperty("critical_stretch").GetDouble();
        values["hardeningCoefficient"] = p.GetProperty("hardening_coefficient").GetDouble();
        values["hardeningMin"] = p.GetProperty("hardening_min").GetDouble();
        values["hardeningMax"] = p.GetProperty("hardening_max").GetDouble();
        return values;
    }

    private static Dictionary<string, double> Fluid(JsonElement p)
    {
        double gamma = p.GetProperty("gamma").GetDouble();
        return new()
        {
            ["bulkModulus"] = gamma * p.GetProperty("stiffness").GetDouble(),
            ["gamma"] = gamma,
            ["shearViscosity"] = p.GetProperty("viscosity").GetDouble(),
        };
    }

    private static double Option(string law, string key, string name)
    {
        LawDescription description = Laws.Find(law).Description;
        return description.Parameters[description.RequireIndex(key)].Choice(name);
    }
}
