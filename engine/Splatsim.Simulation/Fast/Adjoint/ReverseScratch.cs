using Splatsim.Mathematics;
using static Splatsim.Simulation.Fast.PacketLayout;

namespace Splatsim.Simulation.Fast;

/// <summary>A worker's scratch for the reversal of a group, beside <see cref="GroupScratch"/>. Rows are as long as a group.</summary>
internal sealed unsafe class ReverseScratch
{
    /// <summary>Floats of a record of <see cref="TransferSlopes"/>: the sums by x, y, z and 0, then the mean and what goes with the mass.</summary>
    public const int RecordFloats = 8;

    private readonly AlignedArray<float> memory;

    /// <param name="historyStride">Floats of history per packet.</param>
    public ReverseScratch(int historyStride)
    {
        memory = new(Group * (9 + RecordFloats + 6 + 1) + GroupPackets * (4 * Stride + historyStride) + ArenaFloats);
        float* next = memory.Pointer;
        Slopes = Take(ref next, 9 * Group);
        Records = Take(ref next, RecordFloats * Group);
        ByPlace = Take(ref next, 3 * Group);
        Mean = Take(ref next, 3 * Group);
        ByMass = Take(ref next, Group);
        Motion = Take(ref next, GroupPackets * Stride);
        Sum = Take(ref next, GroupPackets * Stride);
        Moment = Take(ref next, GroupPackets * Stride);
        Deformation = Take(ref next, GroupPackets * Stride);
        History = Take(ref next, GroupPackets * historyStride);
        OwnArena = Take(ref next, ArenaFloats);
    }

    /// <summary>Rows of the weights' derivatives, g_x0 g_x1 g_x2 g_y0 ... g_z2 [1/cell].</summary>
    public float* Slopes { get; }

    /// <summary>One record per particle from <see cref="TransferSlopes"/>.</summary>
    public float* Records { get; }

    /// <summary>Rows of the derivatives by the place, through the weights alone.</summary>
    public float* ByPlace { get; }

    /// <summary>Rows of the mean of the nodes' vectors.</summary>
    public float* Mean { get; }

    /// <summary>Row of the mean of the nodes' fourth numbers.</summary>
    public float* ByMass { get; }

    /// <summary>An arena that is 0 between blocks.</summary>
    public float* OwnArena { get; }

    /// <summary>The arena that the block at hand sums in.</summary>
    public float* Arena { get; set; }

    /// <summary>The arena that the group at hand sums in: the block's, or the first of those that walls part it into.</summary>
    public float* Target { get; set; }

    /// <summary>Sums of particles near walls.</summary>
    public WallScratch Walls { get; } = new();

    /// <summary>The arenas of the group at hand, where walls part its particles; null elsewhere.</summary>
    public WallScratch? Sides { get; set; }

    /// <summary>Packets that take velocities after the forces on particles.</summary>
    public float* Motion { get; }

    /// <summary>Packets whose velocity rows take the sum over nodes.</summary>
    public float* Sum { get; }

    /// <summary>Packets that take the moments over nodes.</summary>
    public float* Moment { get; }

    /// <summary>Packets that take F of a substep that is only looked at.</summary>
    public float* Deformation { get; }

    /// <summary>Packets that take the history of such a substep.</summary>
    public float* History { get; }

    private static float* Take(ref float* next, int floats)
    {
        float* start = next;
        next += floats;
        return start;
    }
}
