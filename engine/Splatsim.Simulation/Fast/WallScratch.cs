using Splatsim.Mathematics;
using static Splatsim.Simulation.Fast.PacketLayout;

namespace Splatsim.Simulation.Fast;

/// <summary>
/// A worker's scratch for the block at hand where walls are near: sides of the arena's nodes, and an arena per set of sides that its particles
/// are on, made up of the nodes as they deal with them. The arenas lie one after the other, so that one offset sends a particle to its own:
/// transfers need to know nothing of walls.
/// </summary>
internal sealed unsafe class WallScratch
{
    /// <summary>Nodes of an arena.</summary>
    public const int Nodes = ArenaNodes * ArenaNodes * ArenaNodes;

    private readonly List<(uint Near, uint Front)> sides = [];
    private AlignedArray<float> arenas = new(0);

    /// <summary>
    /// Walls that each node of the arena is in front of or on, a bit per wall, in the order of the arena; then those that it is behind or
    /// on. It belongs to the block, since the end of a substep needs what its start had.
    /// </summary>
    public uint[] NodeSides { get; private set; } = [];

    /// <summary>The blocks of nodes around.</summary>
    public WallBlock[] Around { get; } = new WallBlock[27];

    /// <summary>The walls that any node of the arena has a side of: particles meet no others here.</summary>
    public uint Reached { get; private set; }

    /// <summary>The block's number among the owners.</summary>
    public int Owner { get; private set; }

    /// <summary>Number of arenas in use.</summary>
    public int Count => sides.Count;

    /// <summary>The arena of each particle of the group.</summary>
    public int[] ArenaOf { get; } = new int[Group];

    /// <summary>The first arena. Others follow it; all move when one is added.</summary>
    public float* Arenas => arenas.Pointer;

    /// <summary>Starts a block, with no arenas.</summary>
    /// <param name="owner">Its number among the owners.</param>
    /// <param name="nodeSides">Sides of its arena's nodes.</param>
    public void Begin(int owner, uint[] nodeSides)
    {
        (Owner, NodeSides, Reached) = (owner, nodeSides, 0);
        sides.Clear();
        foreach (uint side in nodeSides) Reached |= side;
    }

    /// <summary>The place of an arena for particles on given sides; -1 where there is none yet.</summary>
    /// <param name="near">The walls that they are near.</param>
    /// <param name="front">On whose front side they are.</param>
    public int IndexOf(uint near, uint front) => sides.IndexOf((near, front));

    /// <summary>Adds an arena; what is in it is not said.</summary>
    public int Add(uint near, uint front)
    {
        sides.Add((near, front));
        if (arenas.Length >= sides.Count * ArenaFloats) return sides.Count - 1;
        AlignedArray<float> larger = new(2 * sides.Count * ArenaFloats);
        arenas.Span.CopyTo(larger.Span);
        arenas = larger;
        return sides.Count - 1;
    }

    /// <summary>An arena.</summary>
    public float* ArenaAt(int index) => arenas.Pointer + index * ArenaFloats;

    /// <summary>Which velocity of a node the particles of an arena deal with.</summary>
    /// <param name="index">The arena.</param>
    /// <param name="node">The node's place in it.</param>
    public WallKey KeyAt(int index, int node) => WallKey.Of(sides[index].Near, sides[index].Front, NodeSides[node], NodeSides[Nodes + node]);

    /// <summary>Sends every particle of a group to its arena.</summary>
    /// <param name="scratch">The group's base nodes, in the first arena.</param>
    /// <param name="count">Particles of the group.</param>
    public void Direct(GroupScratch scratch, int count)
    {
        for (int i = 0; i < count; i++) scratch.Base[i] += (uint)(ArenaOf[i] * ArenaFloats);
    }
}
