using Splatsim.Mathematics;

namespace Splatsim.Simulation.Kernels;

/// <summary>What events did to one particle since the last substep.</summary>
internal struct ParticleChange
{
    /// <summary>Adds to the velocity.</summary>
    public const int Add = 0;

    /// <summary>Replaces velocity and affine velocity.</summary>
    public const int Replace = 1;

    /// <summary>Takes it out of everything.</summary>
    public const int Park = 2;

    /// <summary>Starts it anew.</summary>
    public const int Place = 3;

    public int Kind;
    public Vector3<Real64> Position;
    public Vector3<Real64> Velocity;
    public Matrix3x3<Real64> Affine;
}
