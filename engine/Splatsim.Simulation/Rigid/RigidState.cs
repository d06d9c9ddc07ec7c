using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>Where a rigid body is and how it moves, as what is conserved: momenta, not velocities.</summary>
/// <param name="Position">Centre of mass [m].</param>
/// <param name="Orientation">Turns the body's axes into those of the scene; unit.</param>
/// <param name="Momentum">Mass times velocity [kg m/s].</param>
/// <param name="AngularMomentum">About the centre of mass [kg m^2/s].</param>
public readonly record struct RigidState(
    Vector3<Real64> Position, Quaternion<Real64> Orientation, Vector3<Real64> Momentum, Vector3<Real64> AngularMomentum)
{
    /// <summary>Number of numbers that <see cref="Write"/> makes.</summary>
    internal const int Reals = 13;

    /// <summary>As plain numbers.</summary>
    internal void Write(Span<double> target)
    {
        (target[0], target[1], target[2]) = (Position.X.Value, Position.Y.Value, Position.Z.Value);
        (target[3], target[4], target[5], target[6]) =
            (Orientation.W.Value, Orientation.X.Value, Orientation.Y.Value, Orientation.Z.Value);
        (target[7], target[8], target[9]) = (Momentum.X.Value, Momentum.Y.Value, Momentum.Z.Value);
        (target[10], target[11], target[12]) = (AngularMomentum.X.Value, AngularMomentum.Y.Value, AngularMomentum.Z.Value);
    }

    /// <summary>From the numbers of <see cref="Write"/>.</summary>
    internal static RigidState Read(ReadOnlySpan<double> v) =>
        new(new(v[0], v[1], v[2]), new(v[3], v[4], v[5], v[6]), new(v[7], v[8], v[9]), new(v[10], v[11], v[12]));
}
