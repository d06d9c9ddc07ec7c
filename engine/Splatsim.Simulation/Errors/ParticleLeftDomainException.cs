using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>A particle moved to where the grid has no nodes for it.</summary>
/// <param name="time">Simulated time [s].</param>
/// <param name="particle">Index in the user's order.</param>
/// <param name="position">Its position [m].</param>
/// <param name="domain">The grid that it left.</param>
public sealed class ParticleLeftDomainException(
    double time, int particle, Vector3<Real64> position, GridDomain domain)
    : SimulationException(
        $"outside the grid of {domain}",
        "enlarge the domain, or add walls (box-walls) that keep it inside",
        time,
        particle,
        position);
