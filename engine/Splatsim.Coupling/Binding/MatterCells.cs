using Splatsim.Simulation;

namespace Splatsim.Coupling;

/// <summary>The cells that hold matter now: tells whether a point has any about it.</summary>
/// <param name="cellSize">Edge of a cell [m].</param>
internal sealed class MatterCells(double cellSize)
{
    private readonly HashSet<(int X, int Y, int Z)> occupied = [];

    /// <summary>Takes the particles that take part.</summary>
    /// <param name="particles">All particles.</param>
    /// <param name="simulator">Says which take part.</param>
    public void Fill(ParticleSet particles, ISimulator simulator)
    {
        occupied.Clear();
        bool all = simulator.ActiveCount == particles.Count;
        for (int p = 0; p < particles.Count; p++)
            if (all || simulator.IsActive(p)) occupied.Add(CellOf(particles.X.AsSpan(3 * p, 3)));
    }

    /// <summary>Whether the point's cell or one of the 26 about it holds matter: never farther than two cells, always within one.</summary>
    /// <param name="point">x, y, z [m].</param>
    public bool AreNear(ReadOnlySpan<double> point)
    {
        (int x, int y, int z) = CellOf(point);
        if (occupied.Contains((x, y, z))) return true;
        for (int i = x - 1; i <= x + 1; i++)
            for (int j = y - 1; j <= y + 1; j++)
                for (int k = z - 1; k <= z + 1; k++)
                    if (occupied.Contains((i, j, k))) return true;
        return false;
    }

    private (int X, int Y, int Z) CellOf(ReadOnlySpan<double> point) =>
        ((int)Math.Floor(point[0] / cellSize), (int)Math.Floor(point[1] / cellSize), (int)Math.Floor(point[2] / cellSize));
}
