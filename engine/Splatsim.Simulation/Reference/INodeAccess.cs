using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>The nodes that a particle deals with.</summary>
/// <typeparam name="T">A number of one lane.</typeparam>
internal interface INodeAccess<T>
    where T : unmanaged, IReal<T>
{
    /// <summary>Adds mass and momentum to a node.</summary>
    void Add(int node, T mass, Vector3<T> momentum);

    /// <summary>Velocity of a node.</summary>
    Vector3<T> VelocityAt(int node);
}
