using System.Runtime.CompilerServices;

namespace Splatsim.Simulation.Fast;

/// <summary>
/// Where a number of a particle lies. Particles come in packets of 16; a packet's row holds one component of its 16
/// particles in 64 bytes, one cache line. Three arrays hold rows of a packet next to each other:
/// <code>
/// State   x y z | v_x v_y v_z | mass | rest volume
/// F       F_00 F_01 ... F_22
/// C       C_00 C_01 ... C_22
/// </code>
/// Positions are in cells, relative to the first base node of the particle's block, so that their rounding does not grow with the
/// domain. A substep that goes straight on to the next one touches neither v nor C (see <see cref="BlockKernel{TLanes, TTransfer}"/>).
/// </summary>
internal static class PacketLayout
{
    /// <summary>Particles of a packet.</summary>
    public const int Lanes = 16;

    /// <summary>Floats of a packet in each of the three arrays; the state leaves one row unused.</summary>
    public const int Stride = 9 * Lanes;

    /// <summary>Floats of a packet in the spare buffer: three rows.</summary>
    public const int SpareStride = 3 * Lanes;

    /// <summary>Offset of the velocity rows in the state.</summary>
    public const int Velocity = 3 * Lanes;

    /// <summary>Offset of the mass row in the state.</summary>
    public const int Mass = 6 * Lanes;

    /// <summary>Offset of the rest volume row in the state.</summary>
    public const int Volume = 7 * Lanes;

    /// <summary>Packets that are staged together: as many as stay in the first-level cache with two arenas.</summary>
    public const int GroupPackets = 2;

    /// <summary>Particles that are staged together.</summary>
    public const int Group = GroupPackets * Lanes;

    /// <summary>Nodes of a block along an axis.</summary>
    public const int BlockNodes = 4;

    /// <summary>Nodes of a block.</summary>
    public const int BlockVolume = BlockNodes * BlockNodes * BlockNodes;

    /// <summary>
    /// Nodes of a block's arena along an axis: base nodes -1 to 4 of the block (particles may drift by one cell before they
    /// are sorted again) and the two nodes above each.
    /// </summary>
    public const int ArenaNodes = 8;

    /// <summary>Floats between y-neighbours of an arena; z-neighbours are 4 apart: (p_x, p_y, p_z, m) or (v_x, v_y, v_z, 0).</summary>
    public const int ArenaY = 4 * ArenaNodes;

    /// <summary>Floats between x-neighbours of an arena.</summary>
    public const int ArenaX = ArenaY * ArenaNodes;

    /// <summary>
    /// Floats of an arena: 8 kB, and one cache line for 512-bit columns of four nodes that start at the last third one.
    /// </summary>
    public const int ArenaFloats = ArenaX * ArenaNodes + 16;

    /// <summary>Floats of a block of nodes, 4 per node: 1 kB.</summary>
    public const int NodeFloats = 4 * BlockVolume;

    /// <summary>Offset of a particle's number from the packet array's start, for component 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Offset(int slot) => (long)(slot >> 4) * Stride + (slot & 15);
}
