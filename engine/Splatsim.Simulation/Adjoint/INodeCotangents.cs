using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>The nodes that a point deals with, and derivatives of a loss by them.</summary>
/// <typeparam name="T">A number of one lane.</typeparam>
internal interface INodeCotangents<T>
    where T : unmanaged, IReal<T>
{
    /// <summary>Velocity of a node after the update; false where there is no matter.</summary>
    bool TryVelocity(int node, out Vector3<T> velocity);

    /// <summary>Adds to the derivatives by a node's velocity.</summary>
    void Add(int node, Vector3<T> byVelocity);

    /// <summary>Derivatives by a node's momentum and mass, once the update is reversed.</summary>
    Vector3<T> ByMomentum(int node, out T byMass);
}
