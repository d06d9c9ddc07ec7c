using Splatsim.Simulation;

namespace Splatsim.Fitting;

/// <summary>A parameter of a material, such as Young's modulus.</summary>
/// <param name="material">Index of the material in the setup.</param>
/// <param name="key">The law's key of the parameter, as "youngsModulus".</param>
/// <param name="start">Where the search begins, in the parameter's SI unit.</param>
/// <param name="transform">How it is moved: moduli in logarithms, ratios between bounds.</param>
public sealed class MaterialUnknown(int material, string key, double start, ParameterTransform transform) : IUnknown
{
    /// <inheritdoc/>
    public IReadOnlyList<FitParameter> Parameters { get; } = [new(FormattableString.Invariant($"{key}[{material}]"), start, transform)];

    /// <inheritdoc/>
    public int? Material => material;

    /// <summary>The law's key of the parameter.</summary>
    public string Key => key;

    /// <inheritdoc/>
    public SimulationSetup Put(SimulationSetup setup, ReadOnlySpan<double> values)
    {
        Material[] materials = [.. setup.Materials];
        materials[material] = With(materials[material], key, values[0]);
        return setup with { Materials = materials };
    }

    /// <inheritdoc/>
    public void Read(SimulationSetup setup, SimulationGradient gradient, Span<double> derivatives) =>
        derivatives[0] = gradient.ByMaterial(material, key);

    /// <summary>A material with another value of one parameter.</summary>
    internal static Material With(Material material, string key, double value) =>
        material with { Parameters = new Dictionary<string, double>(material.Parameters, StringComparer.OrdinalIgnoreCase) { [key] = value } };
}
