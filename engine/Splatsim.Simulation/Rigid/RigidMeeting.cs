using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>What one contact of a free body with the nodes that it touches started from and came to, for who reverses it.</summary>
/// <param name="Contact">The contact.</param>
/// <param name="Nodes">The nodes before it, in the order of its sums.</param>
/// <param name="Before">The body before it.</param>
/// <param name="After">The body after it.</param>
/// <param name="Velocity">The body's velocity after it [m/s].</param>
/// <param name="AngularVelocity">Its angular velocity after it [rad/s].</param>
internal sealed record RigidMeeting(
    GridContact<Real64> Contact, ContactedNode[] Nodes, RigidState Before, RigidState After, Vector3<Real64> Velocity, Vector3<Real64> AngularVelocity);
