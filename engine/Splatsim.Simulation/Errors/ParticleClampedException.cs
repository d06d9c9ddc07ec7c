using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>In strict mode: a particle was compressed so far that its law had to clamp the stretch.</summary>
/// <param name="time">Simulated time [s].</param>
/// <param name="particle">Index in the user's order.</param>
/// <param name="position">Its position [m].</param>
/// <param name="material">Name of its material.</param>
public sealed class ParticleClampedException(double time, int particle, Vector3<Real64> position, string material)
    : SimulationException(
        $"'{material}' was compressed beyond what its law can follow (strict mode stops at the first such particle)",
        "use a stiffer material, a smaller time step, gentler motion, or leave strict mode",
        time,
        particle,
        position);
