using Splatsim.Mathematics;
using static Splatsim.Simulation.Fast.PacketLayout;

namespace Splatsim.Simulation.Fast;

/// <summary>The particles at the start of a frame, to go back to when the frame fails.</summary>
internal sealed unsafe class SavedPackets
{
    private readonly List<PacketSpan> spans = [];
    private readonly List<int> places = [];
    private float[] state = [];
    private float[] deformation = [];
    private float[] affine = [];
    private float[] history = [];
    private int[] identifiers = [];
    private int[] rows = [];
    private int[] uniformRows = [];
    private int packets;

    /// <summary>Memory [bytes].</summary>
    public long Bytes => sizeof(float) * ((long)state.Length + deformation.Length + affine.Length + history.Length
        + identifiers.Length + rows.Length + uniformRows.Length);

    /// <summary>Copies the particles and the list of blocks.</summary>
    public void Take(PacketStore store, BlockGrid grid)
    {
        packets = store.PacketCount;
        spans.Clear();
        spans.AddRange(store.Spans);
        places.Clear();
        places.AddRange(grid.Owners);
        Copy(store.State, ref state, Stride);
        Copy(store.Deformation, ref deformation, Stride);
        Copy(store.Affine, ref affine, Stride);
        Copy(store.History, ref history, store.HistoryStride);
        Copy(store.Identifiers, ref identifiers, Lanes);
        Copy(store.Rows, ref rows, Lanes);
        Copy(store.UniformRows, ref uniformRows, 1);
    }

    /// <summary>Puts them back.</summary>
    public void Restore(PacketStore store, BlockGrid grid)
    {
        store.PacketCount = packets;
        store.Spans.Clear();
        store.Spans.AddRange(spans);
        grid.Rebuild(places);
        state.AsSpan(0, packets * Stride).CopyTo(store.State.Span);
        deformation.AsSpan(0, packets * Stride).CopyTo(store.Deformation.Span);
        affine.AsSpan(0, packets * Stride).CopyTo(store.Affine.Span);
        history.AsSpan(0, packets * store.HistoryStride).CopyTo(store.History.Span);
        identifiers.AsSpan(0, packets * Lanes).CopyTo(store.Identifiers.Span);
        rows.AsSpan(0, packets * Lanes).CopyTo(store.Rows.Span);
        uniformRows.AsSpan(0, packets).CopyTo(store.UniformRows.Span);
    }

    /// <summary>Where a particle was [m]; null before the first frame.</summary>
    public Vector3<Real64>? PositionOf(int identifier, PacketReader reader)
    {
        foreach (PacketSpan span in spans)
        {
            int index = Array.IndexOf(identifiers, identifier, span.FirstPacket * Lanes, span.Count);
            if (index < 0) continue;
            fixed (float* x = &state[(index >> 4) * Stride + (index & 15)]) return reader.PositionAt(x, places[span.Owner]);
        }

        return null;
    }

    private void Copy<T>(AlignedArray<T> source, ref T[] target, int stride)
        where T : unmanaged
    {
        if (target.Length < packets * stride) target = GC.AllocateUninitializedArray<T>(packets * stride);
        source.Span[..(packets * stride)].CopyTo(target);
    }
}
