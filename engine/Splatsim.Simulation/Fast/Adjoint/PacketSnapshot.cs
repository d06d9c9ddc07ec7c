using Splatsim.Compute;
using static Splatsim.Simulation.Fast.PacketLayout;

namespace Splatsim.Simulation.Fast;

/// <summary>
/// A state between two substeps: x, v, C, F and history of all packets as they lie, 96 bytes a particle (36 more where C is not the velocity gradient) and 4
/// a scalar of history. Masses, volumes and parameters are those of the setup; grids are computed again, from the momenta of nodes where there is room for these.
/// </summary>
internal sealed class PacketSnapshot
{
    private const int StateRows = 6, PacketsPerTask = 2048;

    private float[] state = [], affine = [], transfer = [], deformation = [], history = [];
    private int historyStride;

    private PacketSnapshot(PacketOrder order) => Order = order;

    /// <summary>Which particle lies where.</summary>
    public PacketOrder Order { get; private set; }

    /// <summary>What the nodes get in the substep that follows, once it has been run and where there is room.</summary>
    public NodeMomenta Momenta { get; } = new();

    /// <summary>Lowest and highest coordinate of the particles in their blocks [cells].</summary>
    public (float Lowest, float Highest) Extremes { get; private set; }

    /// <summary>Whether the last move may have taken a particle out of its arena; null where the particles' places decide.</summary>
    public bool? WasFar { get; private set; }

    /// <summary>Memory of a state [bytes], its order not counted.</summary>
    public static long BytesOf(PacketStore store) => sizeof(float) * (long)store.PacketCount * (StateRows * Lanes + (store.IsSeparate ? 3 : 2) * Stride + store.HistoryStride);

    /// <summary>The present state.</summary>
    /// <param name="spare">One whose memory may be used again; null for none.</param>
    /// <param name="pool">Who copies.</param>
    /// <param name="store">The particles, at the end of a substep.</param>
    /// <param name="order">Their order.</param>
    /// <param name="extremes">Where they lie in their blocks.</param>
    /// <param name="wasFar">What decides about the next sort; see <see cref="FastSimulator{TLanes, TTransfer}"/>.</param>
    public static PacketSnapshot Of(
        PacketSnapshot? spare, WorkerPool pool, PacketStore store, PacketOrder order, (float Lowest, float Highest) extremes, bool? wasFar)
    {
        PacketSnapshot snapshot = spare ?? new(order);
        (snapshot.Order, snapshot.Extremes, snapshot.WasFar) = (order, extremes, wasFar);
        snapshot.Momenta.Forget();
        snapshot.Copy(pool, store);
        return snapshot;
    }

    /// <summary>Writes the state into a store that has its order.</summary>
    public void Restore(WorkerPool pool, PacketStore store) => EachPart(pool, (first, count) =>
    {
        CopyRows(state, StateRows * Lanes, store.State.Span, Stride, StateRows * Lanes, first, count);
        CopyRows(affine, Stride, store.Affine.Span, Stride, Stride, first, count);
        if (store.IsSeparate) CopyRows(transfer, Stride, store.Transfer.Span, Stride, Stride, first, count);
        CopyRows(deformation, Stride, store.Deformation.Span, Stride, Stride, first, count);
        CopyRows(history, historyStride, store.History.Span, historyStride, historyStride, first, count);
    });

    private void Copy(WorkerPool pool, PacketStore store)
    {
        historyStride = store.HistoryStride;
        Reserve(ref state, StateRows * Lanes);
        Reserve(ref affine, Stride);
        if (store.IsSeparate) Reserve(ref transfer, Stride);
        Reserve(ref deformation, Stride);
        Reserve(ref history, historyStride);
        EachPart(pool, (first, count) =>
        {
            CopyRows(store.State.Span, Stride, state, StateRows * Lanes, StateRows * Lanes, first, count);
            CopyRows(store.Affine.Span, Stride, affine, Stride, Stride, first, count);
            if (store.IsSeparate) CopyRows(store.Transfer.Span, Stride, transfer, Stride, Stride, first, count);
            CopyRows(store.Deformation.Span, Stride, deformation, Stride, Stride, first, count);
            CopyRows(store.History.Span, historyStride, history, historyStride, historyStride, first, count);
        });
    }

    // Another order has a few packets more or less.
    private void Reserve(ref float[] array, int stride)
    {
        if (array.Length < Order.PacketCount * stride)
            array = GC.AllocateUninitializedArray<float>((Order.PacketCount + Order.PacketCount / 32) * stride);
    }

    private static void CopyRows(ReadOnlySpan<float> from, int fromStride, Span<float> to, int toStride, int length, int first, int count)
    {
        if (fromStride == length && toStride == length)
        {
            from.Slice(first * length, count * length).CopyTo(to[(first * length)..]);
            return;
        }

        for (int packet = first; packet < first + count; packet++)
            from.Slice(packet * fromStride, length).CopyTo(to.Slice(packet * toStride, length));
    }

    private void EachPart(WorkerPool pool, Action<int, int> copy)
    {
        int packets = Order.PacketCount;
        pool.Run((packets + PacketsPerTask - 1) / PacketsPerTask, (task, _) =>
            copy(task * PacketsPerTask, Math.Min(PacketsPerTask, packets - task * PacketsPerTask)));
    }
}
