using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>Surface tension on the reference grid, patch by patch.</summary>
/// <typeparam name="T">A number of one lane.</typeparam>
/// <param name="perFullNode">1 over the mass of a full node [1/kg].</param>
/// <param name="strength">2 sigma / (rho dx^2) [m/s^2].</param>
/// <param name="domain">The grid.</param>
internal sealed class ReferenceSurfaceTension<T>(T perFullNode, T strength, GridDomain domain)
    where T : unmanaged, IReal<T>
{
    private const int Nodes = SurfaceTensionPatch<T>.Nodes, Around = SurfaceTensionPatch<T>.Around;

    private readonly SurfaceTensionPatch<T> patch = new();
    private readonly Dictionary<int, Vector3<T>> accelerations = [];

    /// <summary>Of a liquid of some density [kg/m^3].</summary>
    public static ReferenceSurfaceTension<T> Of(SurfaceTensionOptions options, double density, GridDomain domain) => new(
        T.FromDouble(density > 0 ? 1 / (density * domain.CellSize * domain.CellSize * domain.CellSize) : 0),
        T.FromDouble(density > 0 ? 2 * options.Coefficient / (density * domain.CellSize * domain.CellSize) : 0), domain);

    /// <summary>Finds the accelerations of all nodes from their masses.</summary>
    public void Find(ReferenceGrid<T> grid)
    {
        accelerations.Clear();
        foreach ((int x, int y, int z) in PatchesOf(grid)) Find(grid, Nodes * x, Nodes * y, Nodes * z);
    }

    /// <summary>The patches that have matter.</summary>
    public static IReadOnlyCollection<(int X, int Y, int Z)> PatchesOf(ReferenceGrid<T> grid)
    {
        HashSet<(int X, int Y, int Z)> patches = [];
        foreach (int node in grid.Touched)
        {
            (int i, int j, int k) = grid.NodeOf(node);
            patches.Add((i / Nodes, j / Nodes, k / Nodes));
        }

        return patches;
    }

    /// <summary>Acceleration of a node [m/s^2].</summary>
    public Vector3<T> AccelerationOf(int node) => accelerations.GetValueOrDefault(node);

    private void Find(ReferenceGrid<T> grid, int x, int y, int z)
    {
        for (int i = -Around; i < Nodes + Around; i++)
        {
            for (int j = -Around; j < Nodes + Around; j++)
            {
                for (int k = -Around; k < Nodes + Around; k++)
                {
                    bool inside = Within(x + i, domain.CountX) && Within(y + j, domain.CountY) && Within(z + k, domain.CountZ);
                    T mass = inside ? grid.Mass[grid.IndexOf(x + i, y + j, z + k)] : T.Zero;
                    patch.Colors[SurfaceTensionPatch<T>.Index(i, j, k)] = SurfaceTensionForces.Color(mass, perFullNode);
                }
            }
        }

        if (!patch.Prepare()) return;
        for (int i = 0; i < Nodes; i++)
        {
            for (int j = 0; j < Nodes; j++)
            {
                for (int k = 0; k < Nodes; k++)
                {
                    if (Within(x + i, domain.CountX) && Within(y + j, domain.CountY) && Within(z + k, domain.CountZ))
                        accelerations[grid.IndexOf(x + i, y + j, z + k)] = patch.Acceleration(i, j, k, strength);
                }
            }
        }
    }

    private static bool Within(int index, int count) => (uint)index < (uint)count;
}
