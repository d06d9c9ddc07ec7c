using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>
/// The adjoint of what particles and the rigid body that they are have to do with each other, in any number: x = X + R o, v = V + w x R o, C = [w]x,
/// F = R F0, and <see cref="RigidParticles.Gather"/>.
/// </summary>
internal static class RigidParticlesAdjoint
{
    /// <summary>From derivatives by what a body has made of a particle to those by the body's rotation and angular velocity, and by the particle.</summary>
    /// <param name="offset">o: from the body's centre of mass to the particle at the start [m].</param>
    /// <param name="deformation">F0: F at the start.</param>
    /// <param name="turn">R.</param>
    /// <param name="spin">w [rad/s].</param>
    /// <param name="byPosition">By x; that by X, too [1/m].</param>
    /// <param name="byVelocity">By v; that by V, too [s/m].</param>
    /// <param name="byAffine">By C [s].</param>
    /// <param name="byDeformation">By F.</param>
    /// <param name="byOffset">By o.</param>
    /// <param name="byOwnDeformation">By F0.</param>
    /// <param name="byTurn">By R.</param>
    /// <param name="bySpin">By w.</param>
    public static void Place<T>(
        Vector3<T> offset, in Matrix3x3<T> deformation, in Matrix3x3<T> turn, Vector3<T> spin, Vector3<T> byPosition, Vector3<T> byVelocity,
        in Matrix3x3<T> byAffine, in Matrix3x3<T> byDeformation, out Vector3<T> byOffset, out Matrix3x3<T> byOwnDeformation,
        out Matrix3x3<T> byTurn, out Vector3<T> bySpin)
        where T : unmanaged, IReal<T>
    {
        Vector3<T> byArm = byPosition + Vector3<T>.Cross(byVelocity, spin);
        bySpin = Vector3<T>.Cross(turn * offset, byVelocity) + RigidParticles.Axial(in byAffine);
        byTurn = Matrix3x3<T>.Outer(byArm, offset) + byDeformation * deformation.Transposed;
        byOffset = turn.Transposed * byArm;
        byOwnDeformation = turn.Transposed * byDeformation;
    }

    /// <summary>From derivatives by a body's momenta to those by what a particle has gathered, and by the particle.</summary>
    /// <param name="arm">From the body's centre of mass to the particle [m].</param>
    /// <param name="mass">Mass [kg].</param>
    /// <param name="affineInertia">dx^2/4 [m^2].</param>
    /// <param name="velocity">What it gathered [m/s].</param>
    /// <param name="affine">C [1/s].</param>
    /// <param name="byMomentum">By the momentum.</param>
    /// <param name="byAngular">By the angular momentum.</param>
    /// <param name="byArm">By the arm.</param>
    /// <param name="byMass">By the mass.</param>
    /// <param name="byVelocity">By the velocity.</param>
    /// <param name="byAffine">By C.</param>
    public static void Gather<T>(
        Vector3<T> arm, T mass, T affineInertia, Vector3<T> velocity, in Matrix3x3<T> affine, Vector3<T> byMomentum, Vector3<T> byAngular,
        out Vector3<T> byArm, out T byMass, out Vector3<T> byVelocity, out Matrix3x3<T> byAffine)
        where T : unmanaged, IReal<T>
    {
        byArm = mass * Vector3<T>.Cross(velocity, byAngular);
        byMass = Vector3<T>.Dot(byMomentum, velocity)
            + Vector3<T>.Dot(byAngular, Vector3<T>.Cross(arm, velocity) + affineInertia * RigidParticles.Axial(in affine));
        byVelocity = mass * (byMomentum + Vector3<T>.Cross(byAngular, arm));
        byAffine = (mass * affineInertia) * Rotations.Cross(byAngular);
    }
}
