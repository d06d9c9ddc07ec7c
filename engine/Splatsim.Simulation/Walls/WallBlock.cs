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
    private readonly Stack<SurfaceSite[]> spare = [];
    private uint candidates;
    private ulong known;

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

    /// <summary>Forgets all nodes.</summary>
    /// <param name="field">The walls.</param>
    /// <param name="x">First node along x.</param>
    /// <param name="y">First node along y.</param>
    /// <param name="z">First node along z.</param>
    public void Begin(WallField field, int x, int y, int z)
    {
        Array.Clear(Front);
        Array.Clear(Back);
        foreach ((_, SurfaceSite[] all) in sites) spare.Push(all);
        sites.Clear();
        known = 0;
        const double middle = 0.5 * (Nodes - 1);
        candidates = field.Candidates(new(x + middle, y + middle, z + middle), Math.Sqrt(3) * middle);
    }

    /// <summary>Finds the sides of all nodes of a block that has begun.</summary>
    public void Fill(WallField field, int x, int y, int z)
    {
        for (uint rest = candidates; rest != 0; rest &= rest - 1)
            for (int i = 0; i < Volume; i++) Find(field, BitOperations.TrailingZeroCount(rest) + 1, x, y, z, i);
    }

    /// <summary>Finds the sides of one node of a block that has begun, unless they are known.</summary>
    public void FindOnce(WallField field, int x, int y, int z, int node)
    {
        if ((known & (1ul << node)) != 0) return;
        known |= 1ul << node;
        for (uint rest = candidates; rest != 0; rest &= rest - 1) Find(field, BitOperations.TrailingZeroCount(rest) + 1, x, y, z, node);
    }

    private void Find(WallField field, int wall, int x, int y, int z, int node)
    {
        Vector3<Real64> place = new(x + node / (Nodes * Nodes), y + node / Nodes % Nodes, z + node % Nodes);
        if (field.SiteOf(wall, place) is not { } site) return;
        uint bit = 1u << (wall - 1);
        SitesOf(wall)[node] = site;
        if (site.Height >= -GridContacts.SurfaceTolerance) Front[node] |= bit;
        if (site.Height <= GridContacts.SurfaceTolerance) Back[node] |= bit;
    }

    private SurfaceSite[] SitesOf(int wall)
    {
        foreach ((int number, SurfaceSite[] all) in sites)
            if (number == wall) return all;
        SurfaceSite[] own = spare.Count > 0 ? spare.Pop() : new SurfaceSite[Volume];
        sites.Add((wall, own));
        return own;
    }
}
