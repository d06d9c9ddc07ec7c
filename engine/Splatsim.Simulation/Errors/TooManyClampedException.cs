using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>More particles than allowed had their stretch clamped within one frame.</summary>
/// <param name="time">Simulated time [s].</param>
/// <param name="particle">One of them: index in the user's order.</param>
/// <param name="position">Its position [m].</param>
/// <param name="clamped">How many were clamped.</param>
/// <param name="count">How many particles there are.</param>
/// <param name="limit">The allowed fraction.</param>
public sealed class TooManyClampedException(
    double time, int particle, Vector3<Real64> position, int clamped, int count, double limit)
    : SimulationException(
        FormattableString.Invariant(
            $"{clamped} of {count} particles (more than {100 * limit:g3} %) were compressed beyond what their laws can follow, this one first"),
        "use a stiffer material, a smaller time step or gentler motion",
        time,
        particle,
        position)
{
    /// <summary>How many particles were clamped in the frame.</summary>
    public int ClampedCount { get; } = clamped;
}
