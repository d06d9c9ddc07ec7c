namespace Splatsim.Splats;

/// <summary>
/// Orders splats along a Z-shaped curve through space (Morton 1966), so that neighbours in the array are neighbours in
/// space: better caches, smaller files, tighter chunks.
/// </summary>
public static class MortonOrder
{
    private const int BitsPerAxis = 21;

    // Beyond these percentiles splats are clamped: a few floaters at 1e7 must not push all others into one cell.
    private const double LowPercentile = 0.1, HighPercentile = 99.9;

    /// <summary>The order: result[k] is the splat that comes k-th. Splats of one cell keep their order.</summary>
    /// <param name="cloud">The cloud.</param>
    public static int[] Compute(GaussianCloud cloud)
    {
        int[] order = new int[cloud.Count];
        for (int i = 0; i < order.Length; i++) order[i] = i;
        if (order.Length > 1) RadixSort64.Sort(Keys(cloud, 0), order, 3 * BitsPerAxis);
        return order;
    }

    /// <summary>The cloud in Morton order.</summary>
    /// <param name="cloud">The cloud.</param>
    public static GaussianCloud Sort(GaussianCloud cloud) => CloudEdits.Subset(cloud, Compute(cloud));

    /// <summary>Morton keys of 63 bits; the lattice is shifted by a part of its width.</summary>
    internal static ulong[] Keys(GaussianCloud cloud, double shift)
    {
        (double low, double high) x = Range(cloud.X), y = Range(cloud.Y), z = Range(cloud.Z);
        double width = Math.Max(x.high - x.low, Math.Max(y.high - y.low, z.high - z.low));
        // One width for all axes keeps cells cubic. Half the lattice is left free for shifted keys.
        double scale = width > 0 ? (1 << (BitsPerAxis - 1)) / width : 0;
        ulong[] keys = new ulong[cloud.Count];
        for (int i = 0; i < keys.Length; i++)
        {
            keys[i] = Spread(Cell(cloud.X[i], x.low, scale, shift))
                | Spread(Cell(cloud.Y[i], y.low, scale, shift)) << 1
                | Spread(Cell(cloud.Z[i], z.low, scale, shift)) << 2;
        }

        return keys;
    }

    private static (double Low, double High) Range(ReadOnlySpan<float> values)
    {
        float[] finite = OrderStatistics.Finite(values, out int count);
        Span<float> part = finite.AsSpan(0, count);
        double low = OrderStatistics.PercentileInPlace(part, LowPercentile);
        double high = OrderStatistics.PercentileInPlace(part, HighPercentile);
        double margin = 0.25 * (high - low);
        return (low - margin, high + margin);
    }

    private static ulong Cell(float value, double low, double scale, double shift)
    {
        double cell = (value - low) * scale;
        const int half = 1 << (BitsPerAxis - 1);
        // NaN goes to cell 0.
        return cell > 0 ? (ulong)(Math.Min(cell, half - 1) + shift * half) : (ulong)(shift * half);
    }

    private static ulong Spread(ulong value)
    {
        value = (value | value << 32) & 0x1F00000000FFFF;
        value = (value | value << 16) & 0x1F0000FF0000FF;
        value = (value | value << 8) & 0x100F00F00F00F00F;
        value = (value | value << 4) & 0x10C30C30C30C30C3;
        return (value | value << 2) & 0x1249249249249249;
    }
}
