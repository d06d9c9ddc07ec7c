using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>The nodes as one particle near walls deals with them: those behind a wall have a velocity of their own for its side.</summary>
/// <typeparam name="T">A number of one lane.</typeparam>
internal readonly struct SidedNodes<T>(ReferenceGrid<T> grid, ReferenceWalls<T> walls, uint near, uint front) : INodeAccess<T>
    where T : unmanaged, IReal<T>
{
    /// <inheritdoc/>
    public void Add(int node, T mass, Vector3<T> momentum)
    {
        WallKey key = walls.KeyAt(node, near, front);
        if (key.IsOwn) grid.Add(node, mass, momentum);
        else walls.Add(node, key, mass, momentum);
    }

    /// <inheritdoc/>
    public Vector3<T> VelocityAt(int node)
    {
        WallKey key = walls.KeyAt(node, near, front);
        return key.IsOwn ? grid.Velocity[node] : walls.VelocityAt(node, key);
    }
}
