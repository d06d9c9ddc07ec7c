namespace Splatsim.Splats;

/// <summary>Medians and percentiles of columns, in linear time.</summary>
public static class OrderStatistics
{
    /// <summary>The percentile of finite values, linearly interpolated between neighbours; NaN when there is none.</summary>
    /// <param name="values">The values; not changed. NaN and infinities are left out.</param>
    /// <param name="percentile">0 (smallest) to 100 (largest).</param>
    public static double Percentile(ReadOnlySpan<float> values, double percentile)
    {
        float[] finite = Finite(values, out int count);
        return PercentileInPlace(finite.AsSpan(0, count), percentile);
    }

    /// <summary>Copies the finite values to an array of their own.</summary>
    internal static float[] Finite(ReadOnlySpan<float> values, out int count)
    {
        float[] finite = GC.AllocateUninitializedArray<float>(values.Length);
        count = 0;
        foreach (float value in values)
        {
            finite[count] = value;
            if (float.IsFinite(value)) count++;
        }

        return finite;
    }

    /// <summary>The percentile of values that may be reordered; all finite.</summary>
    internal static double PercentileInPlace(Span<float> values, double percentile)
    {
        if (values.IsEmpty) return double.NaN;
        double rank = Math.Clamp(percentile, 0, 100) / 100 * (values.Length - 1);
        int lower = (int)rank;
        float low = Select(values, lower);
        double fraction = rank - lower;
        if (fraction == 0) return low;
        float high = float.PositiveInfinity;
        foreach (float value in values[(lower + 1)..]) high = Math.Min(high, value);
        return low + fraction * (high - low);
    }

    /// <summary>Hoare's selection: afterwards values[rank] is in its sorted place, smaller ones before it, larger after.</summary>
    internal static float Select(Span<float> values, int rank)
    {
        int low = 0, high = values.Length - 1;
        while (low < high)
        {
            float pivot = MedianOfThree(values[low], values[(low + high) >>> 1], values[high]);
            int i = low, j = high;
            while (i <= j)
            {
                while (values[i] < pivot) i++;
                while (values[j] > pivot) j--;
                if (i > j) break;
                (values[i], values[j]) = (values[j], values[i]);
                i++;
                j--;
            }

            if (rank <= j) high = j;
            else if (rank >= i) low = i;
            else break;
        }

        return values[rank];
    }

    private static float MedianOfThree(float a, float b, float c) =>
        Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
}
