using Splatsim.Mathematics;
using Splatsim.Mechanics;

namespace Splatsim.Simulation;

/// <summary>What a group of particles is made of: a law and its parameters.</summary>
/// <param name="Name">Name for reports and errors.</param>
/// <param name="Law">The constitutive law; a user's own needs no registration (<c>LawEntry.OfTensor</c>).</param>
/// <param name="Parameters">Parameters by the law's own keys, SI units; missing ones take the law's defaults.</param>
/// <param name="MassDensity">Mass density at rest [kg/m^3], for those who make particles; simulators use the particles' masses.</param>
public sealed record Material(
    string Name, LawEntry Law, IReadOnlyDictionary<string, double> Parameters, double MassDensity)
{
    /// <summary>
    /// Parameters that vary in time, by the law's own keys (not the "Degrees" ones): they stand in for those of
    /// <see cref="Parameters"/>, and are taken at the start of every substep.
    /// </summary>
    public IReadOnlyDictionary<string, ScalarCurve> Animated { get; init; } = new Dictionary<string, ScalarCurve>();

    /// <summary>True when particles of this material never move and hold the nodes that they touch.</summary>
    public bool IsStationary => Law.Description.HoldsNodes;

    /// <summary>True when all particles of this material are one rigid body.</summary>
    public bool IsRigid => Law.Description.IsRigid;

    /// <summary>
    /// Path that a rigid body follows whatever it meets; null lets it move freely. The body keeps its place relative to the path's
    /// position and orientation at time 0.
    /// </summary>
    public MotionPath? Path { get; init; }

    /// <summary>The parameters in the order of the law's description, defaults filled in.</summary>
    /// <exception cref="LawParameterException">A key is unknown or a value out of range.</exception>
    public LawParameters<Real64> UserParameters => UserParametersAt(0);

    /// <summary>The parameters at a time: <see cref="UserParameters"/> where nothing is animated.</summary>
    /// <param name="time">The time [s].</param>
    /// <exception cref="LawParameterException">A key is unknown or a value out of range.</exception>
    public LawParameters<Real64> UserParametersAt(double time)
    {
        if (Animated.Count == 0) return Law.Description.Pack(Parameters);
        Dictionary<string, double> values = new(Parameters, StringComparer.OrdinalIgnoreCase);
        foreach ((string key, ScalarCurve curve) in Animated) values[key] = curve.At(time);
        return Law.Description.Pack(values);
    }

    /// <summary>Every moment at which a keyframe of a parameter lies, 0 among them [s].</summary>
    public IReadOnlyList<double> KeyTimes => [.. Animated.Values.SelectMany(curve => curve.Times).Append(0).Distinct().Order()];

    /// <summary>The coefficients that the law computes with, in double precision.</summary>
    /// <exception cref="LawParameterException">A key is unknown or a value out of range.</exception>
    public LawParameters<Real64> PreparedParameters => Law.Prepare(UserParameters);
}
