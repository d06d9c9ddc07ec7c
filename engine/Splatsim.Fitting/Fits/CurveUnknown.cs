using Splatsim.Simulation;

namespace Splatsim.Fitting;

/// <summary>A parameter of a material that varies in time, by the values of its keyframes: the activation of a muscle.</summary>
/// <param name="material">Index of the material in the setup.</param>
/// <param name="key">The law's key of the parameter, as "activation".</param>
/// <param name="times">Times of the keyframes [s], rising.</param>
/// <param name="start">Values at which the search begins, one per keyframe.</param>
/// <param name="transform">How each is moved.</param>
public sealed class CurveUnknown(int material, string key, IReadOnlyList<double> times, IReadOnlyList<double> start, ParameterTransform transform) : IUnknown
{
    /// <inheritdoc/>
    public IReadOnlyList<FitParameter> Parameters { get; } =
        [.. times.Select((t, i) => new FitParameter(FormattableString.Invariant($"{key}[{material}] at {t:g4} s"), start[i], transform))];

    /// <inheritdoc/>
    public int? Material => material;

    /// <summary>The law's key of the parameter.</summary>
    public string Key => key;

    /// <inheritdoc/>
    public SimulationSetup Put(SimulationSetup setup, ReadOnlySpan<double> values)
    {
        (double Time, double Value)[] keys = new (double Time, double Value)[times.Count];
        for (int i = 0; i < keys.Length; i++) keys[i] = (times[i], values[i]);
        Material[] materials = [.. setup.Materials];
        Dictionary<string, ScalarCurve> animated = new(materials[material].Animated) { [key] = ScalarCurve.Keyframes(keys) };
        materials[material] = materials[material] with { Animated = animated };
        return setup with { Materials = materials };
    }

    /// <inheritdoc/>
    public void Read(SimulationSetup setup, SimulationGradient gradient, Span<double> derivatives) =>
        gradient.Keyframes[material][key].CopyTo(derivatives);
}
