using System.Text.Json;

namespace Splatsim.Tests;

/// <summary>
/// From derivatives by this engine's user values to derivatives by the golden data's parameters (golden/mpm README, section 4), which
/// hold other things fixed: a stiffness instead of the bulk modulus, a cohesion as a log strain instead of a stress.
/// </summary>
internal static class GoldenParameters
{
    /// <summary>The derivative by one golden parameter.</summary>
    /// <param name="name">Golden name, without "grad_".</param>
    /// <param name="parameters">The case's parameters.</param>
    /// <param name="by">Derivative by a user value of the law, by key.</param>
    public static double Derivative(string name, JsonElement parameters, Func<string, double> by)
    {
        double Value(string key) => parameters.TryGetProperty(key, out JsonElement value) ? value.GetDouble() : 0;
        // Cohesion [Pa] = c E/(1 - 2 nu) tan phi.
        double cohesion = Value("cohesion"), strain = 1 - 2 * Value("nu");
        double tangent = Math.Tan(Value("friction_angle")), perStrain = Value("E") / strain * tangent;
        double ByCohesion(double factor) => cohesion == 0 ? 0 : cohesion * factor * by("cohesion");
        return name switch
        {
            "E" => by("youngsModulus") + ByCohesion(tangent / strain),
            "nu" => by("poissonsRatio") + ByCohesion(2 * perStrain / strain),
            "friction_angle" => by("frictionAngle") + ByCohesion(Value("E") / strain * (1 + tangent * tangent)),
            "cohesion" => perStrain * by("cohesion"),
            "stiffness" => Value("gamma") * by("bulkModulus"),
            "gamma" => by("gamma") + Value("stiffness") * by("bulkModulus"),
            "viscosity" => by("shearViscosity"),
            "yield_stress" => by("yieldStress"),
            "hardening_modulus" => by("hardeningModulus"),
            "xi" => by("hardeningFactor"),
            "plastic_viscosity" => by("plasticViscosity"),
            "flow_exponent" => by("flowExponent"),
            "critical_compression" => by("criticalCompression"),
            "critical_stretch" => by("criticalStretch"),
            "hardening_coefficient" => by("hardeningCoefficient"),
            _ => throw new NotSupportedException($"golden parameter {name}"),
        };
    }
}
