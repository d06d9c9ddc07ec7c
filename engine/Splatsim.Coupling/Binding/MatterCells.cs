using Splatsim.Mathematics;
using Splatsim.Simulation;

namespace Splatsim.Coupling;

/// <summary>The cells of a simulation's grid that hold matter now: tells whether a point has any about it.</summary>
internal sealed class MatterCells
{
    private readonly HashSet<(int X, int Y, int Z)> occupied = [];
    private GridDomain domain;

    /// <summary>Takes the particles that take part.</summary>
    /// <param name="simulator">Has the grid, and says which take part.</param>
    /// <param name="particles">All its particles as they are now.</param>
    public void Fill(ISimulator simulator, ParticleSet particles)
    {
        domain = simulator.Domain;
        occupied.Clear();
        bool all = simulator.ActiveCount == particles.Count;
        for (int p = 0; p < particles.Count; p++)
            if (all || simulator.IsActive(p)) occupied.Add(CellOf(particles.Position(p)));
    }

    /// <summary>Whether the point's cell or one of the 26 about it holds matter: always within one cell, never beyond two along an axis.</summary>
    /// <param name="point">The point [m].</param>
    public bool AreNear(Vector3<Real64> point)
    {
        (int x, int y, int z) = CellOf(point);
        if (occupied.Contains((x, y, z))) return true;
        for (int i = x - 1; i <= x + 1; i++)
            for (int j = y - 1; j <= y + 1; j++)
                for (int k = z - 1; k <= z + 1; k++)
                    if (occupied.Contains((i, j, k))) return true;
        return false;
    }

    private (int X, int Y, int Z) CellOf(Vector3<Real64> point)
    {
        Vector3<Real64> cells = domain.ToCells(point);
        return ((int)Math.Floor(cells.X.Value), (int)Math.Floor(cells.Y.Value), (int)Math.Floor(cells.Z.Value));
    }
}
