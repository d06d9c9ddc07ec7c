using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>Derivatives of a loss by what a transfer scheme gives a particle at the end of a substep.</summary>
/// <typeparam name="T">The number.</typeparam>
public struct TransferCotangents<T>
    where T : unmanaged, IReal<T>
{
    /// <summary>By the new velocity [s/m].</summary>
    public Vector3<T> Velocity;

    /// <summary>By the new affine velocity C [s].</summary>
    public Matrix3x3<T> Affine;

    /// <summary>By the velocity that moves the particle [s/m].</summary>
    public Vector3<T> Drift;
}
