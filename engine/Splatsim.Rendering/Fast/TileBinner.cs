using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Splatsim.Compute;
using Splatsim.Mathematics;

namespace Splatsim.Rendering;

/// <summary>
/// Makes a list of splats per tile, front to back: a counting sort whose input is the depth order, so that it is stable.
/// Workers own bands of tile rows and each walks all splats; no two write to the same place. Room is counted by boxes, entries
/// are made by the exact test, so that the test runs once; what the corners of boxes would take stays unused.
/// </summary>
internal sealed class TileBinner
{
    private readonly Action<int, int> count;
    private readonly Action<int, int> scatter;
    private int[] starts = [];
    private int[] ends = [];
    private SplatStore store = null!;
    private TileGrid grid;
    private int bands;

    public TileBinner()
    {
        count = (band, _) => Count(band);
        scatter = (band, _) => Scatter(band);
    }

    /// <summary>Slots of all lists, one list after the other.</summary>
    public AlignedArray<uint> Slots { get; private set; } = new(0);

    /// <summary>Number of entries of all lists.</summary>
    public long PairCount { get; private set; }

    /// <summary>The part of <see cref="Slots"/> that belongs to a tile.</summary>
    public (int Start, int End) List(int tile) => (starts[tile], ends[tile]);

    /// <summary>Fills the lists from a store whose order is sorted.</summary>
    public void Run(SplatStore splats, TileGrid tiles, WorkerPool pool)
    {
        store = splats;
        grid = tiles;
        bands = Math.Min(tiles.Rows, pool.WorkerCount == 1 ? 1 : 2 * pool.WorkerCount);
        if (starts.Length < tiles.Count)
        {
            starts = new int[tiles.Count];
            ends = new int[tiles.Count];
        }

        Array.Clear(ends, 0, tiles.Count);
        pool.Run(bands, count);
        int room = Allot();
        if (Slots.Length < room) Slots = AlignedArray<uint>.Uninitialized((int)Math.Min(int.MaxValue / 8, room + (long)room / 4));
        pool.Run(bands, scatter);
        PairCount = 0;
        for (int tile = 0; tile < tiles.Count; tile++) PairCount += ends[tile] - starts[tile];
    }

    // Turns counts into the start of every list, where its end begins too.
    private int Allot()
    {
        long sum = 0;
        for (int tile = 0; tile < grid.Count; tile++)
        {
            int length = ends[tile];
            (starts[tile], ends[tile]) = ((int)sum, (int)sum);
            sum += length;
            if (sum > int.MaxValue / 8)
                throw new InvalidOperationException($"over {int.MaxValue / 8} pairs of splats and tiles; render a smaller image or fewer splats");
        }

        return (int)sum;
    }

    private (int First, int Last) Rows(int band) =>
        ((int)((long)grid.Rows * band / bands), (int)((long)grid.Rows * (band + 1) / bands) - 1);

    private unsafe void Count(int band)
    {
        (int bandFirst, int bandLast) = Rows(band);
        int columns = grid.Columns;
        ulong* boxes = store.Boxes.Pointer;
        fixed (int* counts = ends)
        {
            for (int chunk = 0; chunk < store.ChunkCount; chunk++)
            {
                int slot = chunk * store.ChunkCapacity, end = slot + store.ChunkCounts[chunk];
                for (; slot < end; slot++)
                {
                    TileBox box = new(boxes[slot]);
                    int top = Math.Max(box.Top, bandFirst), bottom = Math.Min(box.Bottom, bandLast);
                    for (int row = top; row <= bottom; row++)
                    {
                        int* line = counts + row * columns;
                        for (int column = box.Left; column <= box.Right; column++) line[column]++;
                    }
                }
            }
        }
    }

    private unsafe void Scatter(int band)
    {
        (int bandFirst, int bandLast) = Rows(band);
        int columns = grid.Columns, visible = store.VisibleCount;
        SplatRecord* records = store.Records.Pointer;
        ulong* boxes = store.Boxes.Pointer;
        uint* order = store.Order.Pointer, slots = Slots.Pointer;
        fixed (int* next = ends)
        {
            for (int i = 0; i < visible; i++)
            {
                uint slot = order[i];
                TileBox box = new(boxes[slot]);
                int top = Math.Max(box.Top, bandFirst), bottom = Math.Min(box.Bottom, bandLast);
                if (box.HasCorners)
                {
                    ScatterExact(in records[slot], in box, top, bottom, slot, next, columns, slots);
                    continue;
                }

                for (int row = top; row <= bottom; row++)
                {
                    int* line = next + row * columns;
                    for (int column = box.Left; column <= box.Right; column++) slots[line[column]++] = slot;
                }
            }
        }
    }

    // Only tiles that the ellipse meets, two rows of tiles at a time.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static unsafe void ScatterExact(
        in SplatRecord record, in TileBox box, int top, int bottom, uint slot, int* next, int columns, uint* slots)
    {
        float widest = EllipseSpan.Widest(in record), inverse = 1f / record.L00;
        Vector128<int> first = Vector128.Create(box.Left), last = Vector128.Create(box.Right);
        for (int row = top; row <= bottom; row += 2)
        {
            Vector128<int> span = EllipseSpan.TileColumns(in record, widest, inverse, row);
            Vector128<int> low = Vector128.Max(span, first), high = Vector128.Min(span, last);
            int* line = next + row * columns;
            for (int column = low.GetElement(0), end = high.GetElement(2); column <= end; column++) slots[line[column]++] = slot;
            if (row == bottom) break;
            line += columns;
            for (int column = low.GetElement(1), end = high.GetElement(3); column <= end; column++) slots[line[column]++] = slot;
        }
    }
}
