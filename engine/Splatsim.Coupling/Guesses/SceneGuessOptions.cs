using Splatsim.Mathematics;
using Splatsim.Splats;

namespace Splatsim.Coupling;

/// <summary>What is known of a scene before guessing; what is null is guessed.</summary>
public sealed record SceneGuessOptions
{
    /// <summary>Up in splat space.</summary>
    public Vector3<Real64>? Up { get; init; }

    /// <summary>Metres per unit of the capture.</summary>
    public double? MetersPerUnit { get; init; }

    /// <summary>The splats that move.</summary>
    public SplatSelection? Movable { get; init; }

    /// <summary>The capture's cameras: their image tops point up on average, and people hold them at a known height.</summary>
    public IReadOnlyList<Camera> Cameras { get; init; } = [];

    /// <summary>Length that the object's longest side is taken to have when nothing says more [m].</summary>
    public double AssumedObjectSize { get; init; } = 0.5;

    /// <summary>Height above the ground at which cameras are taken to have been held [m].</summary>
    public double AssumedCameraHeight { get; init; } = 1.5;
}
