using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>A particle's state became NaN or infinite.</summary>
/// <param name="time">Simulated time [s].</param>
/// <param name="particle">Index in the user's order.</param>
/// <param name="position">Its last finite position [m], if known.</param>
/// <param name="material">Name of its material.</param>
public sealed class NonFiniteParticleException(double time, int particle, Vector3<Real64>? position, string material)
    : SimulationException(
        $"the state of this particle of '{material}' is not finite",
        "use a smaller time step, a softer material or finer particles",
        time,
        particle,
        position);
