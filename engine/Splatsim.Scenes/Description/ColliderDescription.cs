using Splatsim.Mathematics;

namespace Splatsim.Scenes;

/// <summary>The form and the motion of a boundary that is a solid thing or a container.</summary>
public sealed record ColliderDescription
{
    /// <summary>Where its centre is at <see cref="BoundaryDescription.Start"/> [m].</summary>
    public Vector3<Real64> Position { get; init; }

    /// <summary>How it is turned then.</summary>
    public TurnDescription Turn { get; init; } = new(new(0, 1, 0), 0);

    /// <summary>Constant angular velocity [rad/s]; with <see cref="BoundaryDescription.Velocity"/> the motion where there are no keys.</summary>
    public Vector3<Real64> AngularVelocity { get; init; }

    /// <summary>Where it is at given times, instead of a constant motion.</summary>
    public IReadOnlyList<ColliderKey> Keys { get; init; } = [];

    /// <summary>Whether matter is inside.</summary>
    public bool Inside { get; init; }

    /// <summary>Edges of a box or tray [m]; of a plate, with 0 along y.</summary>
    public Vector3<Real64> Size { get; init; }

    /// <summary>Radius of a sphere, capsule, cylinder, disk or cup [m].</summary>
    public double Radius { get; init; }

    /// <summary>Length of a cylinder, capsule or cup along its y axis, caps included [m].</summary>
    public double Height { get; init; }

    /// <summary>Mass of a body that moves freely [kg]; null for one that moves as it is told.</summary>
    public double? Mass { get; init; }

    /// <summary>Heights of a terrain [m], along z fastest.</summary>
    public IReadOnlyList<double> Heights { get; init; } = [];

    /// <summary>Number of heights along x.</summary>
    public int CountX { get; init; }

    /// <summary>Distance of neighbouring heights, or of the samples of a mesh's or scene's distance [m]; null takes half a cell for the latter.</summary>
    public double? Spacing { get; init; }

    /// <summary>File of a mesh or sheet.</summary>
    public string? File { get; init; }

    /// <summary>Metres per unit of the mesh.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>Splats of a lower opacity are no obstacle.</summary>
    public double MinimumOpacity { get; init; } = 0.1;

    /// <summary>How far the scene is solid below its captured surfaces [m]; null takes two cells.</summary>
    public double? Thickness { get; init; }

    /// <summary>Where the boundary is in the scene file: JSON path, for messages.</summary>
    public string Path { get; init; } = "";
}

/// <summary>A rotation.</summary>
/// <param name="Axis">Unit axis.</param>
/// <param name="Degrees">Angle [degrees], counter-clockwise seen from the tip of the axis.</param>
public readonly record struct TurnDescription(Vector3<Real64> Axis, double Degrees)
{
    /// <summary>The rotation as a quaternion.</summary>
    public Quaternion<Real64> ToQuaternion() => Quaternion<Real64>.FromAxisAngle(Axis, Degrees * (Math.PI / 180));
}

/// <summary>Where a collider is at one moment.</summary>
/// <param name="Time">The moment [s].</param>
/// <param name="Position">Position [m].</param>
/// <param name="Turn">How it is turned.</param>
public readonly record struct ColliderKey(double Time, Vector3<Real64> Position, TurnDescription Turn);
