using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>Particles of rigid bodies, and derivatives of a loss by them: what the bodies' adjoint asks of a back end. In SI units.</summary>
internal interface IRigidMatterCotangents
{
    /// <summary>What a particle has gathered from the grid in the substep at hand.</summary>
    void Gathered(int particle, out Vector3<Real64> velocity, out Matrix3x3<Real64> affine);

    /// <summary>Derivatives by a particle, which become 0.</summary>
    RigidParticleCotangents Take(int particle);

    /// <summary>Replaces the derivatives by a particle.</summary>
    void Set(int particle, in RigidParticleCotangents value);

    /// <summary>Takes the derivatives by what a particle has gathered.</summary>
    void Answer(int particle, Vector3<Real64> byVelocity, in Matrix3x3<Real64> byAffine);

    /// <summary>Derivatives by a tracer's position and F, which become 0.</summary>
    (Vector3<Real64> Position, Matrix3x3<Real64> Deformation) TakeTracer(int tracer);

    /// <summary>Replaces the derivatives by a tracer.</summary>
    void SetTracer(int tracer, Vector3<Real64> position, in Matrix3x3<Real64> deformation);
}

/// <summary>Derivatives of a loss by a particle of a rigid body.</summary>
/// <param name="Position">By x [1/m].</param>
/// <param name="Velocity">By v [s/m].</param>
/// <param name="Affine">By C [s].</param>
/// <param name="Deformation">By F.</param>
internal readonly record struct RigidParticleCotangents(
    Vector3<Real64> Position, Vector3<Real64> Velocity, Matrix3x3<Real64> Affine, Matrix3x3<Real64> Deformation);
