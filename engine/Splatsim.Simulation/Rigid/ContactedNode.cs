using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>A node that a rigid body touches.</summary>
/// <param name="Index">The back end's own number of it.</param>
/// <param name="Mass">Its mass [kg].</param>
/// <param name="Arm">From the body's centre of mass to it [m].</param>
/// <param name="Normal">Unit normal out of the body.</param>
/// <param name="Velocity">Its velocity; the solver replaces it [m/s].</param>
internal record struct ContactedNode(
    long Index, double Mass, Vector3<Real64> Arm, Vector3<Real64> Normal, Vector3<Real64> Velocity)
{
    /// <summary>What the solver did: 0 where the contact does not act, 1 where it acts along the normal, 2 in all directions.</summary>
    public int Branch { get; set; }
}
