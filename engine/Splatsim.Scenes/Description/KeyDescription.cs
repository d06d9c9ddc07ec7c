using Splatsim.Mathematics;

namespace Splatsim.Scenes;

/// <summary>A keyframe of a vector.</summary>
/// <param name="Time">When [s].</param>
/// <param name="Value">The vector then.</param>
public readonly record struct KeyDescription(double Time, Vector3<Real64> Value);
