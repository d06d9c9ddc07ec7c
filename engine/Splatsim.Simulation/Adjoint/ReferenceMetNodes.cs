using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>The reference's nodes; those behind thin walls have numbers below 0.</summary>
/// <param name="grid">Derivatives by velocities.</param>
/// <param name="walls">The same behind thin walls.</param>
/// <param name="primal">The grid.</param>
/// <param name="byMasses">Receives derivatives by the masses of the grid's nodes, added.</param>
/// <typeparam name="T">A number of one lane.</typeparam>
internal sealed class ReferenceMetNodes<T>(GridCotangents<T> grid, WallAdjoint<T> walls, ReferenceGrid<T> primal, Dictionary<int, double> byMasses) : IMetNodes
    where T : unmanaged, IReal<T>
{
    /// <inheritdoc/>
    public (int I, int J, int K) PlaceOf(long node) => primal.NodeOf(node < 0 ? walls.Nodes[(int)~node].Node : (int)node);

    /// <inheritdoc/>
    public Vector3<Real64> ByVelocity(long node) => Scalars.ToDouble(node < 0 ? walls.Velocities[(int)~node] : grid.Velocity[node]);

    /// <inheritdoc/>
    public void Answer(long node, Vector3<Real64> byVelocity, double byMass)
    {
        if (node < 0)
        {
            walls.Masses[(int)~node] += T.FromDouble(byMass);
            walls.Velocities[(int)~node] = Scalars.FromDouble<T>(byVelocity);
            return;
        }

        byMasses[(int)node] = byMasses.GetValueOrDefault((int)node) + byMass;
        grid.Replace((int)node, Scalars.FromDouble<T>(byVelocity));
    }
}
