using Splatsim.Splats;

namespace Splatsim.Formats;

/// <summary>The order of splats along a Morton (Z) curve through their bounding box: neighbours in space become neighbours in the file.</summary>
internal static class MortonOrder
{
    // 21 bits per axis fill 63: fine enough for scenes with far outliers.
    private const int Steps = (1 << 21) - 1;

    /// <summary>Rows in curve order; rows of one cell stay in ascending order.</summary>
    internal static int[] Of(GaussianCloud cloud, CancellationToken cancellation)
    {
        int count = cloud.Count;
        ulong[] keys = new ulong[count];
        int[] rows = new int[count];
        (double leastX, double scaleX) = Range(cloud.X);
        (double leastY, double scaleY) = Range(cloud.Y);
        (double leastZ, double scaleZ) = Range(cloud.Z);
        const int block = 64 * 1024;
        ParallelWork.For((count + block - 1) / block, piece =>
        {
            int end = Math.Min(count, (piece + 1) * block);
            for (int row = piece * block; row < end; row++)
            {
                rows[row] = row;
                keys[row] = Spread(cloud.X[row], leastX, scaleX) | (Spread(cloud.Y[row], leastY, scaleY) << 1) | (Spread(cloud.Z[row], leastZ, scaleZ) << 2);
            }
        }, cancellation);
        Array.Sort(keys, rows);
        cancellation.ThrowIfCancellationRequested();
        // The sort is not stable; rows of equal keys are put in order.
        for (int first = 0; first < count;)
        {
            int last = first + 1;
            while (last < count && keys[last] == keys[first]) last++;
            if (last - first > 1) Array.Sort(rows, first, last - first);
            first = last;
        }

        return rows;
    }

    private static (double Least, double Scale) Range(ReadOnlySpan<float> values)
    {
        double least = double.PositiveInfinity;
        double most = double.NegativeInfinity;
        foreach (float value in values)
        {
            if (!float.IsFinite(value)) continue;
            least = Math.Min(least, value);
            most = Math.Max(most, value);
        }

        return (least, most > least ? Steps / (most - least) : 0);
    }

    private static ulong Spread(float value, double least, double scale)
    {
        double cell = (value - least) * scale;
        ulong bits = cell >= 0 ? (ulong)Math.Min(cell, Steps) : 0;
        bits = (bits | (bits << 32)) & 0x001F_0000_0000_FFFF;
        bits = (bits | (bits << 16)) & 0x001F_0000_FF00_00FF;
        bits = (bits | (bits << 8)) & 0x100F_00F0_0F00_F00F;
        bits = (bits | (bits << 4)) & 0x10C3_0C30_C30C_30C3;
        return (bits | (bits << 2)) & 0x1249_2492_4924_9249;
    }
}
