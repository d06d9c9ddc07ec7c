using ILGPU;

namespace Splatsim.Compute;

/// <summary>Prefix sums of one tile per group.</summary>
internal static class ScanKernels
{
    /// <summary>Threads of a group.</summary>
    public const int GroupSize = 256;

    /// <summary>Consecutive elements of one thread.</summary>
    public const int ItemsPerThread = 4;

    /// <summary>Elements of a tile.</summary>
    public const int TileSize = GroupSize * ItemsPerThread;

    /// <summary>Exclusive prefix sums within each tile, in place, and each tile's total.</summary>
    public static void ScanTiles(ArrayView<int> data, ArrayView<int> totals, int length)
    {
        ArrayView<int> sums = SharedMemory.Allocate<int>(GroupSize);
        int thread = Group.IdxX;
        int first = Grid.IdxX * TileSize + thread * ItemsPerThread;
        int sum = 0;
        for (int i = 0; i < ItemsPerThread; i++)
            if (first + i < length) sum += data[first + i];
        int before = GroupScan.Exclusive(sums, sum);
        if (thread == GroupSize - 1) totals[Grid.IdxX] = before + sum;
        for (int i = 0; i < ItemsPerThread; i++)
        {
            if (first + i >= length) continue;
            int value = data[first + i];
            data[first + i] = before;
            before += value;
        }
    }

    /// <summary>Adds the sum of the tiles before to every element.</summary>
    public static void AddTotals(Index1D index, ArrayView<int> data, ArrayView<int> totals) => data[index] += totals[index / TileSize];
}
