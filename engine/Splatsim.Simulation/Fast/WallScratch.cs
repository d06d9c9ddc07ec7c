using static Splatsim.Simulation.Fast.PacketLayout;

namespace Splatsim.Simulation.Fast;

/// <summary>A worker's scratch for the block at hand where walls are near: sides of the arena's nodes, and of a group's particles.</summary>
internal sealed class WallScratch
{
    /// <summary>Nodes of an arena.</summary>
    public const int Nodes = ArenaNodes * ArenaNodes * ArenaNodes;

    /// <summary>
    /// Walls that each node of the arena is in front of or on, a bit per wall, in the order of the arena; then those that it is behind or
    /// on. It belongs to the block, since the end of a substep needs what its start had.
    /// </summary>
    public uint[] NodeSides { get; set; } = [];

    /// <summary>The blocks of nodes around.</summary>
    public WallBlock[] Around { get; } = new WallBlock[27];

    /// <summary>Walls near each particle of the group.</summary>
    public uint[] Near { get; } = new uint[Group];

    /// <summary>On whose front side it is.</summary>
    public uint[] Front { get; } = new uint[Group];

    /// <summary>The block's number among the owners.</summary>
    public int Owner { get; set; }

    /// <summary>The key of a particle of the group at a node.</summary>
    /// <param name="particle">The particle.</param>
    /// <param name="offset">The node's offset in the arena [floats].</param>
    public WallKey KeyAt(int particle, int offset) => WallKey.Of(Near[particle], Front[particle], NodeSides[offset >> 2], NodeSides[Nodes + (offset >> 2)]);
}
