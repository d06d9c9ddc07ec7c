using System.Runtime.Intrinsics.X86;
using static Splatsim.Simulation.Fast.PacketLayout;

namespace Splatsim.Simulation.Fast;

/// <summary>
/// Asks for packets ahead of their turn. The lines come while the group before is worked on, which takes about two microseconds, ten times a
/// memory latency; the hardware does not guess them, since rows of a packet are skipped.
/// </summary>
internal static unsafe class PacketPrefetch
{
    /// <summary>Asks for the packets after a group's. Past the end of the arrays it does nothing.</summary>
    /// <param name="group">The group at hand.</param>
    /// <param name="wholeDeformation">Whether all of F is wanted, or its diagonal alone.</param>
    public static void After(in ParticleGroup group, bool wholeDeformation)
    {
        if (!Sse.IsSupported) return;
        int step = wholeDeformation ? 1 : 4;
        for (int packet = group.Packets; packet < group.Packets + GroupPackets; packet++)
        {
            float* state = group.State + packet * Stride;
            float* f = group.Deformation + packet * Stride;
            Sse.Prefetch0(state);
            Sse.Prefetch0(state + Lanes);
            Sse.Prefetch0(state + 2 * Lanes);
            Sse.Prefetch0(state + Mass);
            Sse.Prefetch0(state + Volume);
            for (int row = 0; row < 9; row += step) Sse.Prefetch0(f + row * Lanes);
        }
    }

    /// <summary>Asks for rows of as many packets as a group has. Past the end of an array it does nothing.</summary>
    /// <param name="packets">The first of them.</param>
    /// <param name="stride">Floats of a packet.</param>
    /// <param name="rows">Rows of each, from its first one.</param>
    public static void Rows(float* packets, int stride, int rows)
    {
        if (!Sse.IsSupported) return;
        for (int packet = 0; packet < GroupPackets; packet++, packets += stride)
            for (int row = 0; row < rows; row++) Sse.Prefetch0(packets + row * Lanes);
    }
}
