using Splatsim.Mathematics;

namespace Splatsim.Scenes;

/// <summary>A force besides gravity. Which properties count depends on the type; see the reader.</summary>
public sealed record ForceDescription
{
    /// <summary>Key of the force's registry: "gravity", "wind", "attractor", "blast", "vortex", "buoyancy", "field", "damping", "grab".</summary>
    public required string Type { get; init; }

    /// <summary>Acceleration, wind or position over time: [m/s^2], [m/s] or [m].</summary>
    public IReadOnlyList<KeyDescription> Keys { get; init; } = [];

    /// <summary>Centre, or a point of the axis [m].</summary>
    public Vector3<Real64> Point { get; init; }

    /// <summary>Axis of a vortex.</summary>
    public Vector3<Real64> Axis { get; init; } = new(0, 1, 0);

    /// <summary>Name of the object that it acts on; null for everything.</summary>
    public string? Object { get; init; }

    /// <summary>Density of air or of a fluid [kg/m^3].</summary>
    public double Density { get; init; }

    /// <summary>Coefficient of drag.</summary>
    public double DragCoefficient { get; init; }

    /// <summary>Gusts of a wind; null for none.</summary>
    public GustDescription? Gusts { get; init; }

    /// <summary>Attractor [m^3/s^2], blast [m/s^2], core of a vortex [rad/s], spring [N/m].</summary>
    public double Strength { get; init; }

    /// <summary>Softening, reach or core radius [m].</summary>
    public double Radius { get; init; }

    /// <summary>Rate of a damping or of following a velocity [1/s]; null for a field of accelerations.</summary>
    public double? Rate { get; init; }

    /// <summary>The part of the velocity that each substep keeps, instead of a rate; only imported configurations have one.</summary>
    public double? FactorPerSubstep { get; init; }

    /// <summary>Decay of a blast, damping ratio of a spring.</summary>
    public double Decay { get; init; } = 1;

    /// <summary>Height of a fluid's surface [m].</summary>
    public double Level { get; init; }

    /// <summary>A safetensors file with a field.</summary>
    public string? File { get; init; }

    /// <summary>Start [s].</summary>
    public double Start { get; init; }

    /// <summary>End [s].</summary>
    public double End { get; init; } = double.PositiveInfinity;

    /// <summary>JSON path in the scene file, for errors while building.</summary>
    public string Path { get; init; } = "$";
}
