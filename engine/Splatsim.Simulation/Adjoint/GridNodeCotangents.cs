using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>The nodes as they are, for points with no wall in between.</summary>
/// <typeparam name="T">A number of one lane.</typeparam>
internal readonly struct GridNodeCotangents<T>(GridCotangents<T> grid, ReferenceGrid<T> primal) : INodeCotangents<T>
    where T : unmanaged, IReal<T>
{
    /// <inheritdoc/>
    public bool TryVelocity(int node, out Vector3<T> velocity)
    {
        velocity = primal.Velocity[node];
        return primal.IsTouched(node);
    }

    /// <inheritdoc/>
    public void Add(int node, Vector3<T> byVelocity) => grid.Add(node, byVelocity);

    /// <inheritdoc/>
    public Vector3<T> ByMomentum(int node, out T byMass)
    {
        byMass = grid.Mass[node];
        return grid.Velocity[node];
    }
}
