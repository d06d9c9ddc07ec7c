using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>The nodes as they are, for particles with no wall in between.</summary>
/// <typeparam name="T">A number of one lane.</typeparam>
internal readonly struct GridNodes<T>(ReferenceGrid<T> grid) : INodeAccess<T>
    where T : unmanaged, IReal<T>
{
    /// <inheritdoc/>
    public void Add(int node, T mass, Vector3<T> momentum) => grid.Add(node, mass, momentum);

    /// <inheritdoc/>
    public Vector3<T> VelocityAt(int node) => grid.Velocity[node];
}
