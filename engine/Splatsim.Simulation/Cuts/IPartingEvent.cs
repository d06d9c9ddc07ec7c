using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>
/// A cut that separates matter and removes none. Which side of it matter is on is found when the cut comes through, and stays with the matter
/// wherever it goes: from then on the two sides move with velocities of their own, slide along each other and press on each other.
/// </summary>
/// <remarks>Where the cut has not been, in front of its edge, matter has no side and holds both sides together.</remarks>
public interface IPartingEvent : IParticleEvent
{
    /// <summary>False where this one removes matter instead.</summary>
    bool Parts { get; }

    /// <summary>Coulomb's coefficient between the two sides; 0 lets them slide freely.</summary>
    double Friction { get; }

    /// <summary>The side that a point is on.</summary>
    /// <param name="point">The point [m].</param>
    /// <param name="time">The time [s].</param>
    /// <returns>Whether it is in front of the cut or on it; null where the cut is not.</returns>
    bool? IsInFront(Vector3<Real64> point, double time);
}
