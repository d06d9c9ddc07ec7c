using Splatsim.Mathematics;

namespace Splatsim.Rendering;

/// <summary>
/// Projected splats of a frame: each chunk of the cloud fills a part of its own, so that chunks need not wait for each
/// other; a slot is a place in these arrays. Grows, never shrinks.
/// </summary>
internal sealed class SplatStore
{
    /// <summary>Splats per chunk, a multiple of every lane count.</summary>
    public const int ChunkSize = 2048;

    // Packing writes up to four records at once, of which the last may be blank.
    private const int Slack = 4;

    public AlignedArray<SplatRecord> Records { get; private set; } = new(0);

    /// <summary>Pixel boxes: left, right, top, bottom in 16 bits each, lowest first.</summary>
    public AlignedArray<ulong> Boxes { get; private set; } = new(0);

    /// <summary>Depth keys per slot; ascending unsigned order is ascending depth.</summary>
    public AlignedArray<uint> SlotKeys { get; private set; } = new(0);

    /// <summary>Keys of all visible splats, without gaps.</summary>
    public AlignedArray<uint> Keys { get; private set; } = new(0);

    /// <summary>Slots of all visible splats; after the sort front to back.</summary>
    public AlignedArray<uint> Order { get; private set; } = new(0);

    /// <summary>Visible splats of each chunk.</summary>
    public int[] ChunkCounts { get; private set; } = [];

    /// <summary>Visible splats of the chunks before each chunk.</summary>
    public int[] ChunkStarts { get; private set; } = [];

    public int ChunkCount { get; private set; }

    public int ChunkCapacity { get; private set; }

    public int VisibleCount { get; private set; }

    /// <summary>Makes room for a cloud.</summary>
    public void Reserve(int splatCount, int copies)
    {
        ChunkCount = (splatCount + ChunkSize - 1) / ChunkSize;
        ChunkCapacity = ChunkSize * copies + Slack;
        int slots = checked(ChunkCount * ChunkCapacity);
        if (Records.Length < slots)
        {
            Records = AlignedArray<SplatRecord>.Uninitialized(slots);
            Boxes = AlignedArray<ulong>.Uninitialized(slots);
            SlotKeys = AlignedArray<uint>.Uninitialized(slots);
            Keys = AlignedArray<uint>.Uninitialized(slots);
            Order = AlignedArray<uint>.Uninitialized(slots);
        }

        if (ChunkCounts.Length < ChunkCount)
        {
            ChunkCounts = new int[ChunkCount];
            ChunkStarts = new int[ChunkCount];
        }
    }

    /// <summary>Sums the chunks' counts.</summary>
    public void Accumulate()
    {
        int sum = 0;
        for (int chunk = 0; chunk < ChunkCount; chunk++)
        {
            ChunkStarts[chunk] = sum;
            sum += ChunkCounts[chunk];
        }

        VisibleCount = sum;
    }

    /// <summary>Moves one chunk's keys to their place without gaps, with their slots beside them.</summary>
    public void Compact(int chunk)
    {
        int source = chunk * ChunkCapacity, target = ChunkStarts[chunk], count = ChunkCounts[chunk];
        SlotKeys.Span.Slice(source, count).CopyTo(Keys.Span[target..]);
        Span<uint> slots = Order.Span.Slice(target, count);
        for (int i = 0; i < count; i++) slots[i] = (uint)(source + i);
    }
}
