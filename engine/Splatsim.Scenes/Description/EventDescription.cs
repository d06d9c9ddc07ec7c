using Splatsim.Mathematics;

namespace Splatsim.Scenes;

/// <summary>Something that happens to matter while time passes. Which properties count depends on the type; see the reader.</summary>
public sealed record EventDescription
{
    /// <summary>"pin", "velocity", "grip", "release", "emitter", "sink" or "cut".</summary>
    public required string Type { get; init; }

    /// <summary>Whose matter: a box, sphere or cylinder; null for everything.</summary>
    public RegionDescription? Region { get; init; }

    /// <summary>The pivot of a grip or the edge of a blade over time [m]; one key is a fixed start that <see cref="Velocity"/> moves on from.</summary>
    public IReadOnlyList<KeyDescription> Keys { get; init; } = [];

    /// <summary>Velocity [m/s].</summary>
    public Vector3<Real64> Velocity { get; init; }

    /// <summary>Angular velocity [rad/s].</summary>
    public Vector3<Real64> AngularVelocity { get; init; }

    /// <summary>Pivot of a velocity, or middle of an emitter's opening [m].</summary>
    public Vector3<Real64> Point { get; init; }

    /// <summary>Normal of a blade's plane.</summary>
    public Vector3<Real64> Normal { get; init; } = new(1, 0, 0);

    /// <summary>Width of the matter that a cut removes [m]; 0 parts matter and removes none.</summary>
    public double Kerf { get; init; }

    /// <summary>Coulomb's coefficient between the sides of a cut without a kerf.</summary>
    public double Friction { get; init; }

    /// <summary>How far a blade reaches behind its edge [m].</summary>
    public double Depth { get; init; } = double.PositiveInfinity;

    /// <summary>Length of a blade's edge [m].</summary>
    public double Length { get; init; } = double.PositiveInfinity;

    /// <summary>Axis of a release, direction of a cut, or direction in which an emitter lets matter out.</summary>
    public Vector3<Real64> Axis { get; init; } = new(0, -1, 0);

    /// <summary>Whether nodes move with held particles, too.</summary>
    public bool HoldsNodes { get; init; } = true;

    /// <summary>Whether particles are chosen at time 0 rather than at the start.</summary>
    public bool ChoosesAtStart { get; init; }

    /// <summary>Position of the end of a release that goes first [m].</summary>
    public double First { get; init; }

    /// <summary>Position of the end of a release that goes last [m].</summary>
    public double Last { get; init; }

    /// <summary>Layers of a release.</summary>
    public int Layers { get; init; } = 50;

    /// <summary>Whether a release is mirrored about its last position; only imported configurations are.</summary>
    public bool IsMirrored { get; init; }

    /// <summary>Radius of an emitter's opening [m]; 0 for a rectangle.</summary>
    public double Radius { get; init; }

    /// <summary>Width of an emitter's rectangle [m].</summary>
    public double Width { get; init; }

    /// <summary>Height of an emitter's rectangle [m].</summary>
    public double Height { get; init; }

    /// <summary>Speed of emitted matter [m/s].</summary>
    public double Speed { get; init; }

    /// <summary>Emitted particles per second; null for an unbroken jet.</summary>
    public double? ParticlesPerSecond { get; init; }

    /// <summary>Emitted particles per cell.</summary>
    public int ParticlesPerCell { get; init; } = 8;

    /// <summary>What is emitted.</summary>
    public MaterialDescription? Material { get; init; }

    /// <summary>Colour of emitted splats, r g b in 0..1.</summary>
    public Vector3<Real64> Color { get; init; } = new(0.5, 0.5, 0.5);

    /// <summary>Opacity of emitted splats, above 0 to below 1.</summary>
    public double Opacity { get; init; } = 0.9;

    /// <summary>Least time between two looks of a sink or blade [s].</summary>
    public double Period { get; init; }

    /// <summary>Start [s].</summary>
    public double Start { get; init; }

    /// <summary>End [s].</summary>
    public double End { get; init; } = double.PositiveInfinity;

    /// <summary>JSON path in the scene file, for errors while building.</summary>
    public string Path { get; init; } = "$";
}
