using ILGPU;

namespace Splatsim.Simulation.Kernels;

/// <summary>
/// Thin walls on a device: on which sides particles and nodes are, and the blocks of nodes that matter deals with from behind a wall. These
/// follow the stored blocks in the grid's arrays, where the directory does not find them: what happens to all nodes happens to them.
/// </summary>
internal struct WallViews
{
    /// <summary>The walls near each particle, a bit per wall, and on whose front side it is; by the user's index, then by tracer.</summary>
    public ArrayView<uint> Sides;

    /// <summary>By stored block: its number among those with sided blocks; -1 where all nodes are common to all sides.</summary>
    public ArrayView<int> Walled;

    /// <summary>By block among these and node: walls that the node is in front of or on, then those that it is behind or on.</summary>
    public ArrayView<uint> NodeSides;

    /// <summary>By block among these: its first sided block; then the number of all.</summary>
    public ArrayView<int> FirstSided;

    /// <summary>By sided block: <see cref="WallKey.Blocked"/> and <see cref="WallKey.Front"/>.</summary>
    public ArrayView<uint> Keys;

    /// <summary>By sided block: its number among the blocks with sided ones.</summary>
    public ArrayView<int> WalledOf;

    /// <summary>Stored blocks, which is the place of the first sided one in the grid's arrays.</summary>
    public int StoredBlocks;

    /// <summary>Whether there are walls near a particle, or a tracer counted after the particles.</summary>
    public readonly bool AreNear(int owner) => Sides[2L * owner] != 0;

    /// <summary>Which velocity of a node a particle or tracer deals with.</summary>
    /// <param name="walled">The node's block among those with sided blocks.</param>
    /// <param name="local">The node in its block.</param>
    /// <param name="owner">The particle or tracer.</param>
    public readonly WallKey KeyOf(int walled, int local, int owner)
    {
        long at = 2L * (walled * GridViews.NodesPerBlock + local);
        return WallKey.Of(Sides[2L * owner], Sides[2L * owner + 1], NodeSides[at], NodeSides[at + 1]);
    }

    /// <summary>Index of a node as a particle or tracer deals with it; -1 where neither the node nor its sided one is stored.</summary>
    /// <param name="grid">The grid.</param>
    /// <param name="x">The node along x.</param>
    /// <param name="y">Along y.</param>
    /// <param name="z">Along z.</param>
    /// <param name="owner">The particle or tracer.</param>
    public readonly int NodeOf(in GridViews grid, int x, int y, int z, int owner)
    {
        int node = grid.Find(x, y, z);
        if (node < 0) return node;
        int walled = Walled[node / GridViews.NodesPerBlock], local = node % GridViews.NodesPerBlock;
        if (walled < 0) return node;
        WallKey key = KeyOf(walled, local, owner);
        if (key.IsOwn) return node;
        int found = -1;
        for (int sided = FirstSided[walled]; sided < FirstSided[walled + 1]; sided++)
            if (Is(sided, key)) found = (StoredBlocks + sided) * GridViews.NodesPerBlock + local;
        return found;
    }

    /// <summary>Whether a node is the one that a particle deals with at its place.</summary>
    /// <param name="node">A node of a stored or sided block.</param>
    /// <param name="owner">The particle.</param>
    public readonly bool IsOf(int node, int owner)
    {
        int slot = node / GridViews.NodesPerBlock, local = node % GridViews.NodesPerBlock, sided = slot - StoredBlocks;
        int walled = sided < 0 ? Walled[slot] : WalledOf[sided];
        bool isOf = true;
        if (walled >= 0)
        {
            WallKey key = KeyOf(walled, local, owner);
            isOf = sided < 0 ? key.IsOwn : Is(sided, key);
        }

        return isOf;
    }

    /// <summary>Whether a sided block has a key.</summary>
    public readonly bool Is(int sided, WallKey key) => Keys[2L * sided] == key.Blocked && Keys[2L * sided + 1] == key.Front;
}
