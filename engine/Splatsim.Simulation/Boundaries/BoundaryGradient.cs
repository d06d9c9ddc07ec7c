using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>Derivatives of a loss by one boundary of a setup. What a boundary does not have keeps 0.</summary>
public sealed class BoundaryGradient
{
    /// <summary>By the Coulomb coefficient.</summary>
    public double Friction { get; set; }

    /// <summary>By the part of the approach speed that is given back.</summary>
    public double Restitution { get; set; }

    /// <summary>
    /// By the velocity [s/m]: of a plane's surface, or one added to a path's, which moves its position along from the path's first key on.
    /// </summary>
    public Vector3<Real64> Velocity { get; set; }

    /// <summary>
    /// By the angular velocity of a path [s/rad]; of a path with keyframes, by that of a turn about the scene's axes that is added to it
    /// from its first key on.
    /// </summary>
    public Vector3<Real64> AngularVelocity { get; set; }

    /// <summary>
    /// By a shift of a path [1/m]. Which nodes a boundary affects is a choice, so that a plane's place has no derivative; normals
    /// of curved shapes and the arms of turning ones have.
    /// </summary>
    public Vector3<Real64> Position { get; set; }
}
