using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using static Splatsim.Simulation.Fast.PacketLayout;

namespace Splatsim.Simulation.Fast;

// Arrays into the new order.
internal sealed unsafe partial class PacketSorter
{
    // Particles ahead: about a memory latency.
    private const int PrefetchDistance = 32;

    private void Reorder(SortedRows moved, int commonRow)
    {
        if (moved == SortedRows.All)
        {
            ReorderWhole();
            // Integers travel as the floats of the same bits; they are only copied.
            ReorderRows((float*)store.Identifiers.Pointer, Lanes, 1);
        }
        else
        {
            ReorderBetweenHalves(moved == SortedRows.WithoutMotionAndShape);
        }

        for (int row = 0; row < store.HistoryStride; row += SpareStride)
            ReorderRows(store.History.Pointer + row, store.HistoryStride, Math.Min(SpareStride, store.HistoryStride - row) / Lanes);
        if (commonRow >= 0) store.Rows.Span[..(store.PacketCount * Lanes)].Fill(commonRow);
        else ReorderRows((float*)store.Rows.Pointer, Lanes, 1);
    }

    // The row of parameters that all particles have, or -1.
    private int CommonRow()
    {
        if (store.PacketCount == 0) return -1;
        int row = store.UniformRows[0];
        return store.UniformRows.Span[..store.PacketCount].ContainsAnyExcept(row) ? -1 : row;
    }

    private void ReorderWhole()
    {
        for (int row = 0; row <= Volume / Lanes; row += 3)
            ReorderRows(store.State.Pointer + row * Lanes, Stride, Math.Min(3, Volume / Lanes + 1 - row));
        for (int row = 0; row < 9; row += 3) ReorderRows(store.Deformation.Pointer + row * Lanes, Stride, 3);
        for (int row = 0; row < 9; row += 3) ReorderRows(store.Affine.Pointer + row * Lanes, Stride, 3);
        if (store.IsSeparate)
            for (int row = 0; row < 9; row += 3) ReorderRows(store.Transfer.Pointer + row * Lanes, Stride, 3);
    }

    // F goes where C is and the two change places. Positions go through the spare buffer, and what else there is through the rows of v, or a row of C.
    private void ReorderBetweenHalves(bool volumeOnly)
    {
        float* state = store.State.Pointer, spare = store.Spare.Pointer;
        float* from = store.Deformation.Pointer, to = store.Affine.Pointer;
        int* identifiers = store.Identifiers.Pointer;
        float* free = volumeOnly ? to : state + Velocity + 2 * Lanes;
        EachSpan((span, start) => PacketMoves.CollectState(span, slots.Pointer + start, state, spare, identifiers, free, volumeOnly ? from : null));
        EachSpan((span, _) => PacketMoves.ReturnState(span, state, spare, identifiers, free, volumeOnly ? from : null));
        if (volumeOnly) return;
        EachSpan((span, start) => PacketMoves.CollectMatrices(span, slots.Pointer + start, from, to));
        store.ExchangeDeformationAndAffine();
    }

    // Up to three rows of every packet: gathered into the spare buffer, then copied back.
    private void ReorderRows(float* array, int stride, int rows)
    {
        float* spare = store.Spare.Pointer;
        EachSpan((span, start) => Collect(span, slots.Pointer + start, array, stride, rows, spare));
        EachSpan((span, _) =>
        {
            for (int packet = span.FirstPacket; packet < span.FirstPacket + span.Packets; packet++)
            {
                new Span<float>(spare + (long)packet * SpareStride, rows * Lanes)
                    .CopyTo(new Span<float>(array + (long)packet * stride, rows * Lanes));
            }
        });
    }

    private static void Collect(PacketSpan span, uint* slot, float* array, int stride, int rows, float* spare)
    {
        for (int i = 0; i < span.Count; i++)
        {
            // The order is known ahead, the hardware cannot guess it.
            if (i + PrefetchDistance < span.Count) Prefetch(From(array, stride, slot[i + PrefetchDistance]), rows);
            float* from = From(array, stride, slot[i]);
            float* to = spare + (long)(span.FirstPacket + (i >> 4)) * SpareStride + (i & 15);
            *to = *from;
            if (rows > 1) to[Lanes] = from[Lanes];
            if (rows > 2) to[2 * Lanes] = from[2 * Lanes];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float* From(float* array, int stride, uint slot) => array + (long)(slot >> 4) * stride + (slot & 15);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch(float* from, int rows)
    {
        if (!Sse.IsSupported) return;
        Sse.Prefetch0(from);
        if (rows > 1) Sse.Prefetch0(from + Lanes);
        if (rows > 2) Sse.Prefetch0(from + 2 * Lanes);
    }
}
