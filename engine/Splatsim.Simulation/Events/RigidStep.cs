using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>
/// A rigid motion over one substep as the velocity field that carries points exactly along it: u(x) = (c' - c)/dt + A (x - c) with
/// A = (R - 1)/dt. With the velocities at an instant instead, an explicit step would widen every turn.
/// </summary>
/// <param name="Pivot">c, the pivot at the substep's start [m].</param>
/// <param name="Velocity">Displacement of the pivot over the substep's length [m/s].</param>
/// <param name="Turn">A [1/s].</param>
public readonly record struct RigidStep(Vector3<Real64> Pivot, Vector3<Real64> Velocity, Matrix3x3<Real64> Turn)
{
    /// <summary>A motion with constant angular velocity.</summary>
    /// <param name="pivot">The pivot at the start [m].</param>
    /// <param name="velocity">Its mean velocity [m/s].</param>
    /// <param name="angularVelocity">Angular velocity [rad/s].</param>
    /// <param name="timeStep">Length of the substep [s].</param>
    public static RigidStep Of(
        Vector3<Real64> pivot, Vector3<Real64> velocity, Vector3<Real64> angularVelocity, double timeStep)
    {
        double speed = angularVelocity.Length.Value, angle = speed * timeStep;
        if (!(angle > 0)) return new(pivot, velocity, default);
        Vector3<Real64> n = new Real64(1 / speed) * angularVelocity;
        Matrix3x3<Real64> spin = Matrix3x3<Real64>.FromRows(new(0, -n.Z, n.Y), new(n.Z, 0, -n.X), new(-n.Y, n.X, 0));
        // Rodrigues: R - 1 = sin(a) K + (1 - cos(a)) K^2.
        double half = Math.Sin(0.5 * angle);
        Matrix3x3<Real64> turn = new Real64(Math.Sin(angle) / timeStep) * spin + new Real64(2 * half * half / timeStep) * (spin * spin);
        return new(pivot, velocity, turn);
    }

    /// <summary>The velocity at a point [m/s].</summary>
    /// <param name="point">A point at the substep's start [m].</param>
    public Vector3<Real64> At(Vector3<Real64> point) => Velocity + Turn * (point - Pivot);
}
