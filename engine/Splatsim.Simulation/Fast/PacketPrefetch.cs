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
}
