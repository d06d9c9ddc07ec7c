using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>What the grid says at a particle at the end of a substep.</summary>
/// <typeparam name="T">The number.</typeparam>
public struct TransferSample<T>
    where T : unmanaged, IReal<T>
{
    /// <summary>sum w_i v_i: the new velocity [m/s].</summary>
    public Vector3<T> Velocity;

    /// <summary>
    /// sum w_i u_i, where u is the velocity of the nodes that the particles brought along, before any force acted [m/s]. Only for
    /// schemes that need it.
    /// </summary>
    public Vector3<T> Before;

    /// <summary>K/dx^2 sum w_i v_i d_i^T [1/s].</summary>
    public Matrix3x3<T> Affine;

    /// <summary>The velocity gradient L of the chosen kind [1/s].</summary>
    public Matrix3x3<T> Gradient;

    /// <summary>det F of the particle at the start of the substep's motion.</summary>
    public T VolumeRatio;

    /// <summary>dt [s].</summary>
    public T TimeStep;
}
