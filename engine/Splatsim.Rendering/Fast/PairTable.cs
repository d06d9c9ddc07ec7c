using Splatsim.Compute;
using Splatsim.Mathematics;

namespace Splatsim.Rendering;

/// <summary>
/// A place per splat and tile of its box, where the tile leaves its part of the splat's gradient. A splat's places lie side by
/// side, so that it adds them up in a fixed order, whichever worker did which tile. Grows, never shrinks.
/// </summary>
internal sealed unsafe class PairTable
{
    private readonly Action<int, int> count;
    private readonly Action<int, int> place;
    private AlignedArray<int> bases = new(0);
    private AlignedArray<float> values = new(0);
    private AlignedArray<byte> written = new(0);
    private int[] starts = [];
    private SplatStore store = null!;

    public PairTable()
    {
        count = (chunk, _) => Count(chunk);
        place = (chunk, _) => Place(chunk);
    }

    /// <summary>Floats from one place to the next: whole cache lines.</summary>
    public int Stride { get; private set; }

    /// <summary>First place of every slot.</summary>
    public int* Bases => bases.Pointer;

    /// <summary>The sums, <see cref="Stride"/> floats per place.</summary>
    public float* Values => values.Pointer;

    /// <summary>1 where a tile has written.</summary>
    public byte* Written => written.Pointer;

    /// <summary>Allots the places of a frame, nothing written.</summary>
    /// <exception cref="InvalidOperationException">More places than one block of memory holds.</exception>
    public void Run(SplatStore splats, int channels, WorkerPool pool)
    {
        store = splats;
        Stride = (PairSums.Channels + channels + 15) & ~15;
        if (bases.Length < splats.Records.Length) bases = AlignedArray<int>.Uninitialized(splats.Records.Length);
        if (starts.Length < splats.ChunkCount) starts = new int[splats.ChunkCount];
        pool.Run(splats.ChunkCount, count);
        long most = int.MaxValue / Stride, sum = 0;
        for (int chunk = 0; chunk < splats.ChunkCount; chunk++)
        {
            int own = starts[chunk];
            starts[chunk] = (int)sum;
            sum += own;
            if (sum > most) throw new InvalidOperationException($"over {most} pairs of splats and tiles to differentiate; take the gradient of a smaller image or of fewer splats");
        }

        pool.Run(splats.ChunkCount, place);
        if (written.Length < sum)
        {
            int length = (int)Math.Min(sum + sum / 4, most);
            written = AlignedArray<byte>.Uninitialized(length);
        }

        if (values.Length < sum * Stride) values = AlignedArray<float>.Uninitialized((int)Math.Min((sum + sum / 4) * Stride, int.MaxValue / 2));
        written.Span[..(int)sum].Clear();
    }

    // Places within a chunk from 0.
    private void Count(int chunk)
    {
        int first = chunk * store.ChunkCapacity, end = first + store.ChunkCounts[chunk], sum = 0;
        for (int slot = first; slot < end; slot++)
        {
            bases[slot] = sum;
            sum = checked(sum + new TileBox(store.Boxes[slot]).Count);
        }

        starts[chunk] = sum;
    }

    private void Place(int chunk)
    {
        int first = chunk * store.ChunkCapacity, start = starts[chunk];
        foreach (ref int slot in bases.Span.Slice(first, store.ChunkCounts[chunk])) slot += start;
    }
}
