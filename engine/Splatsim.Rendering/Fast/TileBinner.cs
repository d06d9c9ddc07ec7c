using Splatsim.Compute;
using Splatsim.Mathematics;

namespace Splatsim.Rendering;

/// <summary>
/// Makes a list of splats per tile, front to back: a counting sort whose input is the depth order, so that it is stable.
/// Workers own bands of tile rows and each walks all splats; no two write to the same place.
/// </summary>
internal sealed class TileBinner
{
    private readonly Action<int, int> count;
    private readonly Action<int, int> scatter;
    private int[] cursors = [];
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
    public int PairCount { get; private set; }

    /// <summary>The part of <see cref="Slots"/> that belongs to a tile.</summary>
    public (int Start, int End) List(int tile) => (tile == 0 ? 0 : ends[tile - 1], ends[tile]);

    /// <summary>Fills the lists from a store whose order is sorted.</summary>
    public void Run(SplatStore splats, TileGrid tiles, WorkerPool pool)
    {
        store = splats;
        grid = tiles;
        bands = Math.Min(tiles.Rows, pool.WorkerCount == 1 ? 1 : 2 * pool.WorkerCount);
        if (cursors.Length < tiles.Count)
        {
            cursors = new int[tiles.Count];
            ends = new int[tiles.Count];
        }

        Array.Clear(cursors, 0, tiles.Count);
        pool.Run(bands, count);
        Accumulate();
        if (Slots.Length < PairCount) Slots = AlignedArray<uint>.Uninitialized(PairCount + PairCount / 4);
        pool.Run(bands, scatter);
    }

    private void Accumulate()
    {
        long sum = 0;
        for (int tile = 0; tile < grid.Count; tile++)
        {
            int length = cursors[tile];
            cursors[tile] = (int)sum;
            sum += length;
            if (sum > int.MaxValue)
                throw new InvalidOperationException($"over {int.MaxValue} pairs of splats and tiles; render a smaller image or fewer splats");
            ends[tile] = (int)sum;
        }

        PairCount = (int)sum;
    }

    private (int First, int Last) Rows(int band) =>
        ((int)((long)grid.Rows * band / bands), (int)((long)grid.Rows * (band + 1) / bands) - 1);

    private unsafe void Count(int band)
    {
        (int bandFirst, int bandLast) = Rows(band);
        int columns = grid.Columns;
        SplatRecord* records = store.Records.Pointer;
        fixed (int* counts = cursors)
        {
            for (int chunk = 0; chunk < store.ChunkCount; chunk++)
            {
                int slot = chunk * store.ChunkCapacity, end = slot + store.ChunkCounts[chunk];
                ulong* boxes = store.Boxes.Pointer;
                for (; slot < end; slot++)
                {
                    TileBox box = new(boxes[slot]);
                    int top = Math.Max(box.Top, bandFirst), bottom = Math.Min(box.Bottom, bandLast);
                    for (int row = top; row <= bottom; row++)
                    {
                        (int left, int right) = box.Span(row, records + slot);
                        int* line = counts + row * columns;
                        for (int column = left; column <= right; column++) line[column]++;
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
        fixed (int* next = cursors)
        {
            for (int i = 0; i < visible; i++)
            {
                uint slot = order[i];
                TileBox box = new(boxes[slot]);
                int top = Math.Max(box.Top, bandFirst), bottom = Math.Min(box.Bottom, bandLast);
                for (int row = top; row <= bottom; row++)
                {
                    (int left, int right) = box.Span(row, records + slot);
                    int* line = next + row * columns;
                    for (int column = left; column <= right; column++) slots[line[column]++] = slot;
                }
            }
        }
    }

    /// <summary>The tiles that a splat's pixel box touches.</summary>
    private readonly struct TileBox
    {
        public readonly int Left, Right, Top, Bottom;
        private readonly bool large;

        public TileBox(ulong pixels)
        {
            Left = (int)(pixels & 0xffff) >> TileGrid.Shift;
            Right = (int)((pixels >> 16) & 0xffff) >> TileGrid.Shift;
            Top = (int)((pixels >> 32) & 0xffff) >> TileGrid.Shift;
            Bottom = (int)(pixels >> 48) >> TileGrid.Shift;
            // Up to 2 by 2 tiles the exact test costs more than the few pairs that it saves.
            large = Right - Left > 1 || Bottom - Top > 1;
        }

        /// <summary>The tiles of one row that the ellipse meets.</summary>
        public unsafe (int Left, int Right) Span(int row, SplatRecord* record)
        {
            if (!large) return (Left, Right);
            int first = Math.Max(row << TileGrid.Shift, (int)(record->Rows & 0xffff));
            int last = Math.Min((row << TileGrid.Shift) + TileGrid.Size - 1, (int)(record->Rows >> 16));
            EllipseSpan.ColumnsOfRows(in *record, first, last, out int left, out int right);
            return (left >> TileGrid.Shift, right >> TileGrid.Shift);
        }
    }
}
