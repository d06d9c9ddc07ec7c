using static Splatsim.Simulation.Fast.PacketLayout;

namespace Splatsim.Simulation.Fast;

/// <summary>
/// The particles in packets as sections of a state file, in the order that they lie in and relative to their blocks: a sum has the same order
/// and the same roundings after a restart. Masses, volumes and parameters are those of the setup.
/// </summary>
internal static class PacketState
{
    private const int SpanNumbers = 5;

    /// <summary>Writes particles after the end of a substep.</summary>
    public static void Save(StateWriter target, PacketStore store, BlockGrid grid, (float Lowest, float Highest) extremes)
    {
        int packets = store.PacketCount;
        int[] spans = [.. store.Spans.SelectMany(s => new[] { s.Owner, s.Piece, s.Kind, s.FirstPacket, s.Count })];
        target.Write<int>("spans", spans);
        target.Write<long>("blocks", [.. grid.Owners]);
        target.Write<float>("extremes", [extremes.Lowest, extremes.Highest]);
        target.Write<int>("identifiers", store.Identifiers.Span[..(packets * Lanes)]);
        target.Write<float>("state", store.State.Span[..(packets * Stride)]);
        target.Write<float>("deformation gradient", store.Deformation.Span[..(packets * Stride)]);
        target.Write<float>("affine velocity", store.Affine.Span[..(packets * Stride)]);
        if (store.IsSeparate) target.Write<float>("transfer velocity", store.Transfer.Span[..(packets * Stride)]);
        target.Write<float>("history", store.History.Span[..(packets * store.HistoryStride)]);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <returns>Where particles lie in their blocks.</returns>
    public static (float Lowest, float Highest) Restore(StateReader source, PacketStore store, BlockGrid grid)
    {
        int[] numbers = source.Read<int>("spans");
        long[] blocks = source.Read<long>("blocks");
        float[] extremes = source.Read<float>("extremes");
        store.Spans.Clear();
        int packets = 0;
        for (int i = 0; i + SpanNumbers <= numbers.Length; i += SpanNumbers)
        {
            PacketSpan span = new(numbers[i], numbers[i + 1], numbers[i + 2], numbers[i + 3], numbers[i + 4]);
            store.Spans.Add(span);
            packets += span.Packets;
        }

        store.PacketCount = packets;
        store.Reserve(packets);
        grid.Rebuild(blocks);
        source.Read("identifiers", store.Identifiers.Span[..(packets * Lanes)]);
        source.Read("state", store.State.Span[..(packets * Stride)]);
        source.Read("deformation gradient", store.Deformation.Span[..(packets * Stride)]);
        source.Read("affine velocity", store.Affine.Span[..(packets * Stride)]);
        if (store.IsSeparate) source.Read("transfer velocity", store.Transfer.Span[..(packets * Stride)]);
        source.Read("history", store.History.Span[..(packets * store.HistoryStride)]);
        return (extremes[0], extremes[1]);
    }
}
