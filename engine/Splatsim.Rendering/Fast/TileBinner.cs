using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Splatsim.Compute;
using Splatsim.Mathematics;

namespace Splatsim.Rendering;

/// <summary>
/// Makes a list of splats per tile, front to back: a counting sort whose input is the depth order, so that it is stable.
/// The order is cut into parts that are counted and scattered independently; a tile's list is its parts' one after the
/// other, whatever their number. Room is counted by boxes and entries are made by the exact test, so that the test runs
/// once; the gaps that the corners of boxes leave between parts are closed when a list is asked for.
/// </summary>
internal sealed class TileBinner
{
    // Each part has a counter per tile.
    private const int MostParts = 16;

    // How far ahead boxes are fetched [splats].
    private const int Ahead = 16;

    // Each part has a place for entries that are none, on a cache line of its own.
    private const int BlankStride = 16;

    private readonly Action<int, int> count;
    private readonly Action<int, int> scatter;
    private AlignedArray<ulong> sortedBoxes = new(0);
    private int[] starts = [];
    private int[] ends = [];
    private SplatStore store = null!;
    private TileGrid grid;
    private int parts;
    private int room;

    public TileBinner()
    {
        count = (part, _) => Count(part);
        scatter = (part, _) => Scatter(part);
    }

    /// <summary>Slots of all lists.</summary>
    public AlignedArray<uint> Slots { get; private set; } = new(0);

    /// <summary>Fills the lists from a store whose order is sorted.</summary>
    public void Run(SplatStore splats, TileGrid tiles, WorkerPool pool)
    {
        store = splats;
        grid = tiles;
        parts = pool.WorkerCount == 1 ? 1 : Math.Min(2 * pool.WorkerCount, MostParts);
        if (starts.Length < parts * tiles.Count)
        {
            starts = new int[parts * tiles.Count];
            ends = new int[parts * tiles.Count];
        }

        if (sortedBoxes.Length < splats.VisibleCount)
            sortedBoxes = AlignedArray<ulong>.Uninitialized(splats.VisibleCount + splats.VisibleCount / 4);
        pool.Run(parts, count);
        room = Allot();
        int length = room + MostParts * BlankStride;
        if (Slots.Length < length) Slots = AlignedArray<uint>.Uninitialized(length + length / 4);
        pool.Run(parts, scatter);
    }

    /// <summary>A tile's list, without gaps; each tile is asked for once per frame.</summary>
    public unsafe (int Start, int Count) List(int tile)
    {
        int start = starts[tile], end = ends[tile];
        uint* slots = Slots.Pointer;
        for (int part = 1; part < parts; part++)
        {
            int from = starts[part * grid.Count + tile], length = ends[part * grid.Count + tile] - from;
            if (from != end) new ReadOnlySpan<uint>(slots + from, length).CopyTo(new Span<uint>(slots + end, length));
            end += length;
        }

        return (start, end - start);
    }

    // Turns counts into the start of every part of every list, where its end begins too.
    private int Allot()
    {
        const int Most = int.MaxValue / 8;
        long sum = 0;
        for (int tile = 0; tile < grid.Count; tile++)
        {
            for (int part = 0; part < parts; part++)
            {
                int index = part * grid.Count + tile, length = ends[index];
                (starts[index], ends[index]) = ((int)sum, (int)sum);
                sum += length;
            }

            if (sum > Most) throw new InvalidOperationException($"over {Most} pairs of splats and tiles; render a smaller image or fewer splats");
        }

        return (int)sum;
    }

    private (int First, int End) Range(int part) =>
        ((int)((long)store.VisibleCount * part / parts), (int)((long)store.VisibleCount * (part + 1) / parts));

    private unsafe void Count(int part)
    {
        (int first, int end) = Range(part);
        int columns = grid.Columns;
        ulong* boxes = store.Boxes.Pointer, sorted = sortedBoxes.Pointer;
        uint* order = store.Order.Pointer;
        Array.Clear(ends, part * grid.Count, grid.Count);
        fixed (int* all = ends)
        {
            int* counts = all + part * grid.Count;
            for (int i = first; i < end; i++)
            {
                if (Sse.IsSupported) Sse.Prefetch0(boxes + order[Math.Min(i + Ahead, end - 1)]);
                ulong pixels = boxes[order[i]];
                sorted[i] = pixels;
                TileBox box = new(pixels);
                if (box.IsSmall)
                {
                    // Without branches, which would be guessed wrongly: the second row and column count 0 or 1.
                    int right = box.Right - box.Left, bottom = box.Bottom - box.Top;
                    int* corner = counts + box.Top * columns + box.Left;
                    corner[0]++;
                    corner[right] += right;
                    corner += bottom * columns;
                    corner[0] += bottom;
                    corner[right] += right & bottom;
                    continue;
                }

                for (int row = box.Top; row <= box.Bottom; row++)
                {
                    int* line = counts + row * columns;
                    for (int column = box.Left; column <= box.Right; column++) line[column]++;
                }
            }
        }
    }

    private unsafe void Scatter(int part)
    {
        (int first, int end) = Range(part);
        int columns = grid.Columns;
        SplatRecord* records = store.Records.Pointer;
        ulong* boxes = sortedBoxes.Pointer;
        uint* order = store.Order.Pointer, slots = Slots.Pointer;
        int blank = room + part * BlankStride;
        fixed (int* all = ends)
        {
            int* next = all + part * grid.Count;
            for (int i = first; i < end; i++)
            {
                uint slot = order[i];
                TileBox box = new(boxes[i]);
                if (box.IsSmall)
                {
                    int right = box.Right - box.Left, bottom = box.Bottom - box.Top;
                    int* corner = next + box.Top * columns + box.Left;
                    slots[corner[0]++] = slot;
                    Append(slots, corner + right, right, slot, blank);
                    corner += bottom * columns;
                    Append(slots, corner, bottom, slot, blank);
                    Append(slots, corner + right, right & bottom, slot, blank);
                    continue;
                }

                if (box.HasCorners)
                {
                    ScatterExact(in records[slot], in box, slot, next, columns, slots);
                    continue;
                }

                for (int row = box.Top; row <= box.Bottom; row++)
                {
                    int* line = next + row * columns;
                    for (int column = box.Left; column <= box.Right; column++) slots[line[column]++] = slot;
                }
            }
        }
    }

    // Appends when present is 1; when it is 0 the slot goes to a blank place.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Append(uint* slots, int* next, int present, uint slot, int blank)
    {
        int place = *next;
        slots[blank + (place - blank) * present] = slot;
        *next = place + present;
    }

    // Only tiles that the ellipse meets, two rows of tiles at a time.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static unsafe void ScatterExact(in SplatRecord record, in TileBox box, uint slot, int* next, int columns, uint* slots)
    {
        float widest = EllipseSpan.Widest(in record), inverse = 1f / record.L00;
        Vector128<int> left = Vector128.Create(box.Left), right = Vector128.Create(box.Right);
        for (int row = box.Top; row <= box.Bottom; row += 2)
        {
            Vector128<int> span = EllipseSpan.TileColumns(in record, widest, inverse, row);
            Vector128<int> low = Vector128.Max(span, left), high = Vector128.Min(span, right);
            int* line = next + row * columns;
            for (int column = low.GetElement(0), end = high.GetElement(2); column <= end; column++) slots[line[column]++] = slot;
            if (row == box.Bottom) break;
            line += columns;
            for (int column = low.GetElement(1), end = high.GetElement(3); column <= end; column++) slots[line[column]++] = slot;
        }
    }
}
