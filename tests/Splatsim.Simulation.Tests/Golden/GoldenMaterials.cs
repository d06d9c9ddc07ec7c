using Splatsim.Mechanics;
using Splatsim.Simulation;

namespace Splatsim.Tests;

/// <summary>Golden model names and parameters (golden/mpm/README.md section 4) in the terms of the registered laws.</summary>
internal static class GoldenMaterials
{
    public static bool IsKnown(string model) => TryKey(model) is not null;

    public static Material Of(GoldenCase golden)
    {
        string key = TryKey(golden.Model!) ?? throw new NotSupportedException(golden.Model);
        return new(golden.Model!, Laws.Find(key), Translate(golden), 1000);
    }

    /// <summary>E and nu of given Lame constants.</summary>
    public static Dictionary<string, double> FromLame(double mu, double lambda) => new()
    {
        ["youngsModulus"] = mu * (3 * lambda + 2 * mu) / (lambda + mu),
        ["poissonsRatio"] = lambda / (2 * (lambda + mu)),
    };

    private static string? TryKey(string model) => model switch
    {
        "fixed_corotated" or "neo_hookean" or "stvk_hencky" or "von_mises" or "drucker_prager" or "viscoplastic" =>
            model.Replace('_', '-'),
        "snow" => "snow",
        "tait_fluid" => "newtonian-fluid",
        _ => null,
    };

    private static Dictionary<string, double> Translate(GoldenCase golden)
    {
        Dictionary<string, double> given = golden.Parameters();
        Dictionary<string, double> values = [];
        foreach ((string name, double value) in given)
        {
            switch (name)
            {
                case "E": values["youngsModulus"] = value; break;
                case "nu": values["poissonsRatio"] = value; break;
                case "yield_stress": values["yieldStress"] = value; break;
                case "plastic_viscosity": values["plasticViscosity"] = value; break;
                case "flow_exponent": values["flowExponent"] = value; break;
                case "friction_angle": values["frictionAngle"] = value; break;
                case "gamma": values["gamma"] = value; break;
                case "viscosity": values["shearViscosity"] = value; break;
                case "stiffness": values["bulkModulus"] = value * given["gamma"]; break;
                case "hardening_modulus": (values["hardening"], values["hardeningModulus"]) = (1, value); break;
                case "critical_compression": values["criticalCompression"] = value; break;
                case "critical_stretch": values["criticalStretch"] = value; break;
                case "hardening_coefficient": values["hardeningCoefficient"] = value; break;
                case "hardening_min": values["hardeningMin"] = value; break;
                case "hardening_max": values["hardeningMax"] = value; break;
                case "xi": (values["hardening"], values["hardeningFactor"]) = (2, value); break;
                case "cohesion": values["cohesion"] = value * ThreeBulk(given) * Math.Tan(given["friction_angle"]); break;
                default: throw new NotSupportedException($"{golden.Name}: parameter {name}");
            }
        }

        if (golden.Model == "drucker_prager") values["volumeCorrection"] = golden.Flag("volume_correction") ? 0 : 1;
        if (golden.Model == "viscoplastic") values["shearModulus"] = golden.ParameterText("mu_hat") == "rest" ? 1 : 0;
        return values;
    }

    // 3 lambda + 2 mu = E / (1 - 2 nu).
    private static double ThreeBulk(Dictionary<string, double> given) => given["E"] / (1 - 2 * given["nu"]);
}
