using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>The nodes as one point near walls deals with them.</summary>
/// <typeparam name="T">A number of one lane.</typeparam>
internal readonly struct SidedNodeCotangents<T>(GridNodeCotangents<T> grid, WallAdjoint<T> walls, int index) : INodeCotangents<T>
    where T : unmanaged, IReal<T>
{
    /// <inheritdoc/>
    public bool TryVelocity(int node, out Vector3<T> velocity) =>
        walls.IsOwn(index, node, out int behind) ? grid.TryVelocity(node, out velocity) : walls.TryVelocity(behind, out velocity);

    /// <inheritdoc/>
    public void Add(int node, Vector3<T> byVelocity)
    {
        if (walls.IsOwn(index, node, out int behind)) grid.Add(node, byVelocity);
        else walls.Add(behind, byVelocity);
    }

    /// <inheritdoc/>
    public Vector3<T> ByMomentum(int node, out T byMass) =>
        walls.IsOwn(index, node, out int behind) ? grid.ByMomentum(node, out byMass) : walls.ByMomentum(behind, out byMass);
}
