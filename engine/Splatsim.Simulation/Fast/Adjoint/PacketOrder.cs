using static Splatsim.Simulation.Fast.PacketLayout;

namespace Splatsim.Simulation.Fast;

/// <summary>Which particle lies in which slot after a sort: shared by all states between two sorts.</summary>
internal sealed class PacketOrder
{
    private readonly PacketSpan[] spans;
    private readonly long[] owners;
    private readonly int[] identifiers;

    private PacketOrder(PacketStore store, BlockGrid grid)
    {
        spans = [.. store.Spans];
        owners = [.. grid.Owners];
        identifiers = store.Identifiers.Span[..(store.PacketCount * Lanes)].ToArray();
        PacketCount = store.PacketCount;
    }

    /// <summary>Packets in use.</summary>
    public int PacketCount { get; }

    /// <summary>User index by slot; -1 in padding.</summary>
    public ReadOnlySpan<int> Identifiers => identifiers;

    /// <summary>The present order of a store.</summary>
    public static PacketOrder Of(PacketStore store, BlockGrid grid) => new(store, grid);

    /// <summary>Whether a store has this order.</summary>
    public bool IsThatOf(PacketStore store, BlockGrid grid) =>
        store.PacketCount == PacketCount && grid.Owners.Count == owners.Length
        && store.Identifiers.Span[..identifiers.Length].SequenceEqual(identifiers)
        && store.Spans.SequenceEqual(spans) && grid.Owners.SequenceEqual(owners);

    /// <summary>Gives a store this order. Numbers of particles are for the caller to fill in.</summary>
    public void Restore(PacketStore store, BlockGrid grid)
    {
        store.PacketCount = PacketCount;
        store.Reserve(PacketCount);
        store.Spans.Clear();
        store.Spans.AddRange(spans);
        grid.Rebuild(owners);
        identifiers.CopyTo(store.Identifiers.Span);
    }
}
