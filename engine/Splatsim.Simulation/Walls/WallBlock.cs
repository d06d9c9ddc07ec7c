using System.Numerics;
using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>The sides of 4^3 nodes and the normals of the walls near them.</summary>
internal sealed class WallBlock
{
    /// <summary>Nodes along an axis.</summary>
    public const int Nodes = 4;

    /// <summary>Nodes.</summary>
    public const int Volume = Nodes * Nodes * Nodes;

    private readonly List<(int Wall, SurfaceSite[] Sites)> sites = [];

    /// <summary>Walls that each node is in front of or on, a bit per wall.</summary>
    public uint[] Front { get; } = new uint[Volume];

    /// <summary>Walls that each node is behind or on.</summary>
    public uint[] Back { get; } = new uint[Volume];

    /// <summary>The site at a wall of a node that has a side of it, its height in cells.</summary>
    /// <param name="wall">Number of the wall, from 1.</param>
    /// <param name="node">Number of the node in the block.</param>
    public ref readonly SurfaceSite SiteOf(int wall, int node)
    {
        foreach ((int number, SurfaceSite[] all) in sites)
            if (number == wall) return ref all[node];
        throw new InvalidOperationException($"node {node} has no side of wall {wall}");
    }

    /// <summary>Finds the sides of all nodes.</summary>
    /// <param name="field">The walls.</param>
    /// <param name="x">First node along x.</param>
    /// <param name="y">First node along y.</param>
    /// <param name="z">First node along z.</param>
    public void Fill(WallField field, int x, int y, int z)
    {
        Array.Clear(Front);
        Array.Clear(Back);
        sites.Clear();
        const double middle = 0.5 * (Nodes - 1);
        uint candidates = field.Candidates(new(x + middle, y + middle, z + middle), Math.Sqrt(3) * middle);
        for (; candidates != 0; candidates &= candidates - 1)
        {
            int wall = BitOperations.TrailingZeroCount(candidates) + 1;
            uint bit = 1u << (wall - 1);
            SurfaceSite[]? own = null;
            for (int i = 0; i < Volume; i++)
            {
                Vector3<Real64> node = new(x + i / (Nodes * Nodes), y + i / Nodes % Nodes, z + i % Nodes);
                if (field.SiteOf(wall, node) is not { } site) continue;
                own ??= new SurfaceSite[Volume];
                own[i] = site;
                if (site.Height >= -GridContacts.SurfaceTolerance) Front[i] |= bit;
                if (site.Height <= GridContacts.SurfaceTolerance) Back[i] |= bit;
            }

            if (own is not null) sites.Add((wall, own));
        }
    }
}
