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
    private readonly List<int> places = [];
    private float[] positions = [];
    private float[] deformation = [];
    private float[] history = [];
    private float[] nodes = [];
    private int[] identifiers = [];
    private int packets;

    /// <summary>Whether there is anything to go back to; before the first substep there is not.</summary>
    public bool Exists { get; private set; }

    /// <summary>Numbers of the substep that ended.</summary>
    public SubstepConstants Constants { get; private set; }

    /// <summary>Memory of the particles [bytes].</summary>
    public long ParticleBytes => sizeof(float) * ((long)positions.Length + deformation.Length + history.Length + identifiers.Length);

    /// <summary>Memory of the nodes [bytes].</summary>
    public long GridBytes => sizeof(float) * (long)nodes.Length;

    /// <summary>Copies particles and nodes after the end of a substep; the positions before its move are in the spare buffer.</summary>
    public void Take(PacketStore store, BlockGrid grid, SubstepConstants constants)
    {
        Exists = true;
        Constants = constants;
        packets = store.PacketCount;
        spans.Clear();
        spans.AddRange(store.Spans);
        places.Clear();
        places.AddRange(grid.Owners);
        Copy(store.Spare, ref positions, packets * SpareStride);
        Copy(store.Deformation, ref deformation, packets * Stride);
        Copy(store.History, ref history, packets * store.HistoryStride);
        Copy(store.Identifiers, ref identifiers, packets * Lanes);
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
        for (int packet = 0; packet < packets; packet++)
        {
            Span<float> state = store.State.Span.Slice(packet * Stride, Stride);
            positions.AsSpan(packet * SpareStride, SpareStride).CopyTo(state);
            state[SpareStride..].Clear();
        }

        store.Affine.Span[..(packets * Stride)].Clear();
        history.AsSpan(0, packets * store.HistoryStride).CopyTo(store.History.Span);
        identifiers.AsSpan(0, packets * Lanes).CopyTo(store.Identifiers.Span);
        nodes.AsSpan(0, grid.Places.Count * NodeFloats).CopyTo(grid.Nodes.Span);
        RestoreDeformation(store);
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
            fixed (float* x = &positions[(slot >> 4) * SpareStride + (slot & 15)]) return reader.PositionAt(x, places[span.Owner]);
        }

        return null;
    }

    private static void Copy<T>(AlignedArray<T> source, ref T[] target, int length)
        where T : unmanaged
    {
        if (target.Length < length) target = GC.AllocateUninitializedArray<T>(length);
        source.Span[..length].CopyTo(target);
    }
}
