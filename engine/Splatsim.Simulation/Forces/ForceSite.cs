namespace Splatsim.Simulation;

/// <summary>Where a force is applied.</summary>
public enum ForceSite
{
    /// <summary>
    /// To the nodes, between the transfer and the contacts: forces that are accelerations of the place, the same for all matter
    /// there. Nodes are fewer than particles, and the affine velocities feel the gradient of the force in the same substep.
    /// </summary>
    Nodes = 0,

    /// <summary>
    /// To the particles, before they are transferred: forces that need what only a particle has (exposed area, volume, membership
    /// of a group).
    /// </summary>
    Particles = 1,
}
