using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>Access of rigid groups to a back end's particles. Different particles may be accessed by different threads.</summary>
internal interface IRigidStore
{
    /// <summary>What a particle has gathered from the grid at its old place.</summary>
    void Read(int particle, out Vector3<Real64> velocity, out Matrix3x3<Real64> affine);

    /// <summary>Where the particle's body has brought it and how it moves on.</summary>
    void Write(int particle, Vector3<Real64> position, Vector3<Real64> velocity, in Matrix3x3<Real64> affine, in Matrix3x3<Real64> deformation);
}
