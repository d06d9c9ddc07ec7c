using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>Where something is and how it is turned at one moment.</summary>
/// <param name="Time">The moment [s].</param>
/// <param name="Position">Position [m].</param>
/// <param name="Orientation">Turns the local axes into those of the scene; any length but 0.</param>
public readonly record struct MotionKey(double Time, Vector3<Real64> Position, Quaternion<Real64> Orientation);
