using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>Where a collider is and how it moves during one substep.</summary>
/// <param name="Position">Position of the shape's origin [m].</param>
/// <param name="Orientation">Turns the shape's axes into those of the scene.</param>
/// <param name="Velocity">Velocity of the origin [m/s].</param>
/// <param name="AngularVelocity">Angular velocity [rad/s].</param>
public readonly record struct ColliderPose(
    Vector3<Real64> Position, Quaternion<Real64> Orientation, Vector3<Real64> Velocity, Vector3<Real64> AngularVelocity);
