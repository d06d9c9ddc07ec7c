using System.Runtime.Intrinsics.X86;
using static Splatsim.Simulation.Fast.PacketLayout;

namespace Splatsim.Simulation.Fast;

/// <summary>
/// The moves of a sort that v and C take no part in. A particle's numbers are moved together, so that its place is worked out once.
/// </summary>
internal static unsafe class PacketMoves
{
    // Particles ahead: about a memory latency. The order is known, the hardware cannot guess it.
    private const int PrefetchDistance = 24;

    /// <summary>Positions of a span to the spare buffer; masses, volumes and the first number of F to the rows of v.</summary>
    /// <param name="span">The span that they go to.</param>
    /// <param name="slots">Where its particles were.</param>
    /// <param name="state">State packets.</param>
    /// <param name="spare">Spare packets.</param>
    /// <param name="identifiers">Identifiers; as floats of the same bits they go to the free row.</param>
    /// <param name="free">A row per packet that nobody needs.</param>
    /// <param name="deformation">F, or null where more of it than its first number counts.</param>
    public static void CollectState(PacketSpan span, uint* slots, float* state, float* spare, int* identifiers, float* free, float* deformation)
    {
        for (int i = 0; i < span.Count; i++)
        {
            if (i + PrefetchDistance < span.Count && Sse.IsSupported)
            {
                float* next = state + Offset((int)slots[i + PrefetchDistance]);
                Sse.Prefetch0(next);
                Sse.Prefetch0(next + Lanes);
                Sse.Prefetch0(next + 2 * Lanes);
                Sse.Prefetch0(next + Mass);
                Sse.Prefetch0(next + Volume);
                Sse.Prefetch0(identifiers + slots[i + PrefetchDistance]);
            }

            long source = Offset((int)slots[i]);
            int slot = span.FirstPacket * Lanes + i;
            float* from = state + source;
            float* to = spare + (long)(slot >> 4) * SpareStride + (slot & 15);
            to[0] = from[0];
            to[Lanes] = from[Lanes];
            to[2 * Lanes] = from[2 * Lanes];
            free[Offset(slot)] = BitConverter.Int32BitsToSingle(identifiers[slots[i]]);
            to = state + Offset(slot) + Velocity;
            to[0] = from[Mass];
            to[Lanes] = from[Volume];
            if (deformation != null) to[2 * Lanes] = deformation[source];
        }
    }

    /// <summary>The way back from <see cref="CollectState"/>, when all spans have been collected.</summary>
    public static void ReturnState(PacketSpan span, float* state, float* spare, int* identifiers, float* free, float* deformation)
    {
        for (int packet = span.FirstPacket; packet < span.FirstPacket + span.Packets; packet++)
        {
            float* to = state + (long)packet * Stride;
            new Span<float>(spare + (long)packet * SpareStride, SpareStride).CopyTo(new Span<float>(to, SpareStride));
            new Span<float>(to + Velocity, 2 * Lanes).CopyTo(new Span<float>(to + Mass, 2 * Lanes));
            new Span<int>(free + (long)packet * Stride, Lanes).CopyTo(new Span<int>(identifiers + packet * Lanes, Lanes));
            if (deformation == null) continue;
            ReadOnlySpan<float> side = new(to + Velocity + 2 * Lanes, Lanes);
            float* f = deformation + (long)packet * Stride;
            for (int row = 0; row < 9; row += 4) side.CopyTo(new Span<float>(f + row * Lanes, Lanes));
        }
    }

    /// <summary>Matrices of a span to another array.</summary>
    public static void CollectMatrices(PacketSpan span, uint* slots, float* source, float* target)
    {
        for (int i = 0; i < span.Count; i++)
        {
            if (i + PrefetchDistance < span.Count && Sse.IsSupported)
            {
                float* next = source + Offset((int)slots[i + PrefetchDistance]);
                for (int row = 0; row < 9; row++) Sse.Prefetch0(next + row * Lanes);
            }

            float* from = source + Offset((int)slots[i]);
            float* to = target + Offset(span.FirstPacket * Lanes + i);
            to[0] = from[0];
            to[Lanes] = from[Lanes];
            to[2 * Lanes] = from[2 * Lanes];
            to[3 * Lanes] = from[3 * Lanes];
            to[4 * Lanes] = from[4 * Lanes];
            to[5 * Lanes] = from[5 * Lanes];
            to[6 * Lanes] = from[6 * Lanes];
            to[7 * Lanes] = from[7 * Lanes];
            to[8 * Lanes] = from[8 * Lanes];
        }
    }
}
