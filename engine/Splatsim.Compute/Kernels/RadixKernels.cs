using ILGPU;

namespace Splatsim.Compute;

/// <summary>One pass of a stable radix sort: count the digits of each tile, then place each element.</summary>
/// <remarks>Satish, Harris, Garland 2009, "Designing efficient sorting algorithms for manycore GPUs", without its local sort.</remarks>
internal static class RadixKernels
{
    /// <summary>Bits of a digit.</summary>
    public const int DigitBits = 4;

    /// <summary>Values of a digit.</summary>
    public const int Digits = 1 << DigitBits;

    /// <summary>Threads of a group.</summary>
    public const int GroupSize = 256;

    /// <summary>Consecutive elements of one thread.</summary>
    public const int ItemsPerThread = 8;

    /// <summary>Elements of a tile.</summary>
    public const int TileSize = GroupSize * ItemsPerThread;

    /// <summary>Digit counts, digit by digit and within a digit tile by tile.</summary>
    public static void Count(ArrayView<uint> keys, ArrayView<int> counts, int length, int tiles, int shift)
    {
        ArrayView<int> histogram = SharedMemory.Allocate<int>(Digits);
        int thread = Group.IdxX;
        if (thread < Digits) histogram[thread] = 0;
        Group.Barrier();
        for (int i = 0; i < ItemsPerThread; i++)
        {
            int at = Grid.IdxX * TileSize + i * GroupSize + thread;
            if (at < length) Atomic.Add(ref histogram[(int)(keys[at] >> shift) & (Digits - 1)], 1);
        }

        Group.Barrier();
        if (thread < Digits) counts[thread * tiles + Grid.IdxX] = histogram[thread];
    }

    /// <summary>Moves every element to its place: those with a smaller digit, then those before it with the same.</summary>
    public static void Scatter(
        ArrayView<uint> keys, ArrayView<int> payloads, ArrayView<uint> keysOut, ArrayView<int> payloadsOut,
        ArrayView<int> starts, int length, int tiles, int shift)
    {
        // Counts of (digit, thread), digit-major: their prefix sum is the order of the tile.
        ArrayView<int> ranks = SharedMemory.Allocate<int>(Digits * GroupSize);
        ArrayView<int> sums = SharedMemory.Allocate<int>(GroupSize);
        ArrayView<int> digitStarts = SharedMemory.Allocate<int>(Digits);
        int thread = Group.IdxX;
        for (int digit = 0; digit < Digits; digit++) ranks[digit * GroupSize + thread] = 0;
        int first = Grid.IdxX * TileSize + thread * ItemsPerThread;
        for (int i = 0; i < ItemsPerThread; i++)
            if (first + i < length) ranks[((int)(keys[first + i] >> shift) & (Digits - 1)) * GroupSize + thread] += 1;
        Group.Barrier();

        int sum = 0;
        for (int i = 0; i < Digits; i++) sum += ranks[thread * Digits + i];
        int before = GroupScan.Exclusive(sums, sum);
        for (int i = 0; i < Digits; i++)
        {
            int count = ranks[thread * Digits + i];
            ranks[thread * Digits + i] = before;
            before += count;
        }

        Group.Barrier();
        if (thread < Digits) digitStarts[thread] = starts[thread * tiles + Grid.IdxX] - ranks[thread * GroupSize];
        Group.Barrier();
        for (int i = 0; i < ItemsPerThread; i++)
        {
            if (first + i >= length) continue;
            uint key = keys[first + i];
            int digit = (int)(key >> shift) & (Digits - 1);
            int rank = ranks[digit * GroupSize + thread];
            ranks[digit * GroupSize + thread] = rank + 1;
            int target = digitStarts[digit] + rank;
            keysOut[target] = key;
            payloadsOut[target] = payloads[first + i];
        }
    }
}
