using Splatsim.Mathematics;

namespace Splatsim.Scenes;

/// <summary>Where pictures are taken from. Positions are metres in the simulation frame.</summary>
public sealed record CameraDescription
{
    /// <summary>"auto", "fixed", "orbit", "keyframes" or "file".</summary>
    public string Type { get; init; } = "auto";

    /// <summary>Position of a fixed camera [m].</summary>
    public Vector3<Real64>? Eye { get; init; }

    /// <summary>Point in the image centre [m]; null takes the centre of the moving objects.</summary>
    public Vector3<Real64>? Target { get; init; }

    /// <summary>Full vertical angle of view [degrees].</summary>
    public double FieldOfViewDegrees { get; init; } = 40;

    /// <summary>Distance of an orbiting camera [m]; null fits the objects into the picture.</summary>
    public double? Distance { get; init; }

    /// <summary>Elevation of an orbiting camera above the horizon [degrees].</summary>
    public double ElevationDegrees { get; init; } = 15;

    /// <summary>Azimuth of an orbiting camera at time 0 [degrees].</summary>
    public double AzimuthDegrees { get; init; } = 30;

    /// <summary>Turning speed of an orbiting camera [degrees per second of simulated time].</summary>
    public double TurnDegreesPerSecond { get; init; }

    /// <summary>Key positions, interpolated by Catmull-Rom splines.</summary>
    public IReadOnlyList<CameraKey> Keys { get; init; } = [];

    /// <summary>Camera file or COLMAP folder of "file".</summary>
    public string? File { get; init; }

    /// <summary>Name or number of the image in the camera file.</summary>
    public string? Image { get; init; }
}

/// <summary>A key position of a moving camera.</summary>
/// <param name="Time">When [s].</param>
/// <param name="Eye">Position [m].</param>
/// <param name="Target">Point in the image centre [m].</param>
public readonly record struct CameraKey(double Time, Vector3<Real64> Eye, Vector3<Real64> Target);
