using Splatsim.Mathematics;
using static Splatsim.Simulation.Fast.PacketLayout;

namespace Splatsim.Simulation.Fast;

/// <summary>
/// The start of a frame, to go back to when the frame fails. Velocities and affine velocities are not copied: they and the last
/// move follow again from the nodes' velocities and the positions before that move, to the last bit. That halves the copy.
/// </summary>
internal sealed unsafe class SavedPackets
{
    private readonly List<PacketSpan> spans = [];
    private readonly List<long> places = [];
    private float[] positions = [];
    private float[] asTheyAre = [];
    private float[] deformation = [];
    private float[] history = [];
    private float[] nodes = [];
    private int[] identifiers = [];
    private int packets;

    /// <summary>Whether there is anything to go back to; before the first substep there is not.</summary>
    public bool Exists { get; private set; }

    /// <summary>Whether state, C and L were copied as they are, because the nodes do not determine them.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>Numbers of the substep that ended.</summary>
    public SubstepConstants Constants { get; private set; }

    /// <summary>Memory of the particles [bytes].</summary>
    public long ParticleBytes => sizeof(float) * ((long)positions.Length + asTheyAre.Length + deformation.Length + history.Length + identifiers.Length);

    /// <summary>Memory of the nodes [bytes].</summary>
    public long GridBytes => sizeof(float) * (long)nodes.Length;

    /// <summary>Lowest and highest coordinate of the particles in their blocks [cells].</summary>
    public (float Lowest, float Highest) Extremes { get; private set; }

    /// <summary>Copies particles and nodes after the end of a substep; the positions before its move are in the spare buffer.</summary>
    /// <param name="store">The particles.</param>
    /// <param name="grid">The nodes.</param>
    /// <param name="constants">Numbers of the substep.</param>
    /// <param name="extremes">Where particles lie in their blocks.</param>
    /// <param name="whole">Whether nodes and spare buffer do not determine the last move.</param>
    public void Take(PacketStore store, BlockGrid grid, SubstepConstants constants, (float Lowest, float Highest) extremes, bool whole)
    {
        Exists = true;
        Constants = constants;
        Extremes = extremes;
        packets = store.PacketCount;
        spans.Clear();
        spans.AddRange(store.Spans);
        places.Clear();
        places.AddRange(grid.Owners);
        Copy(store.Deformation, ref deformation, packets * Stride);
        Copy(store.History, ref history, packets * store.HistoryStride);
        Copy(store.Identifiers, ref identifiers, packets * Lanes);
        IsWhole = whole;
        if (IsWhole)
        {
            TakeWhole(store);
            return;
        }

        Copy(store.Spare, ref positions, packets * SpareStride);
        Copy(grid.Nodes, ref nodes, grid.Places.Count * NodeFloats);
    }

    /// <summary>
    /// Puts back everything but the last move: positions, identifiers, history, nodes, deformation. The caller fills in what does not
    /// change with time, repeats the move, and puts the deformation back once more, since tracers have theirs changed by it.
    /// </summary>
    public void Restore(PacketStore store, BlockGrid grid)
    {
        store.PacketCount = packets;
        store.Spans.Clear();
        store.Spans.AddRange(spans);
        grid.Rebuild(places);
        history.AsSpan(0, packets * store.HistoryStride).CopyTo(store.History.Span);
        identifiers.AsSpan(0, packets * Lanes).CopyTo(store.Identifiers.Span);
        RestoreDeformation(store);
        if (IsWhole)
        {
            RestoreWhole(store);
            return;
        }

        for (int packet = 0; packet < packets; packet++)
        {
            Span<float> state = store.State.Span.Slice(packet * Stride, Stride);
            positions.AsSpan(packet * SpareStride, SpareStride).CopyTo(state);
            state[SpareStride..].Clear();
        }

        store.Affine.Span[..(packets * Stride)].Clear();
        nodes.AsSpan(0, grid.Places.Count * NodeFloats).CopyTo(grid.Nodes.Span);
    }

    /// <summary>Puts the deformation gradients back.</summary>
    public void RestoreDeformation(PacketStore store) => deformation.AsSpan(0, packets * Stride).CopyTo(store.Deformation.Span);

    /// <summary>Where a particle was [m]; null when nothing is saved.</summary>
    public Vector3<Real64>? PositionOf(int identifier, PacketReader reader)
    {
        foreach (PacketSpan span in spans)
        {
            int slot = Array.IndexOf(identifiers, identifier, span.FirstPacket * Lanes, span.Count);
            if (slot < 0) continue;
            (float[] from, int stride) = IsWhole ? (asTheyAre, Stride) : (positions, SpareStride);
            fixed (float* x = &from[(slot >> 4) * stride + (slot & 15)]) return reader.PositionAt(x, places[span.Owner]);
        }

        return null;
    }

    // State, L and C one after the other. Rows of parameters follow the identifiers.
    private void TakeWhole(PacketStore store)
    {
        int length = packets * Stride;
        int arrays = store.IsSeparate ? 3 : 2;
        if (asTheyAre.Length < arrays * length) asTheyAre = GC.AllocateUninitializedArray<float>(arrays * length);
        store.State.Span[..length].CopyTo(asTheyAre);
        store.Affine.Span[..length].CopyTo(asTheyAre.AsSpan(length));
        if (store.IsSeparate) store.Transfer.Span[..length].CopyTo(asTheyAre.AsSpan(2 * length));
    }

    private void RestoreWhole(PacketStore store)
    {
        int length = packets * Stride;
        asTheyAre.AsSpan(0, length).CopyTo(store.State.Span);
        asTheyAre.AsSpan(length, length).CopyTo(store.Affine.Span);
        if (store.IsSeparate) asTheyAre.AsSpan(2 * length, length).CopyTo(store.Transfer.Span);
    }

    private static void Copy<T>(AlignedArray<T> source, ref T[] target, int length)
        where T : unmanaged
    {
        if (target.Length < length) target = GC.AllocateUninitializedArray<T>(length);
        source.Span[..length].CopyTo(target);
    }
}
