namespace Splatsim.Plots;

/// <summary>Counts values in bins of equal width, or of equal width in decades.</summary>
internal static class Histogram
{
    /// <summary>
    /// Edges (one more than counts) and counts; both empty when no value is finite (and positive, for decades).
    /// </summary>
    internal static (double[] Edges, double[] Counts) Count(IEnumerable<double> values, int binCount, bool logarithmic)
    {
        double[] shown = [.. values.Select(value => logarithmic ? Math.Log10(value) : value).Where(double.IsFinite)];
        if (shown.Length == 0) return ([], []);
        double low = shown.Min();
        double high = shown.Max();
        if (low == high)
        {
            // All values are one: a bin around it, so that there is something to see.
            double half = Math.Max(Math.Abs(low) * 0.05, 0.5);
            (low, high) = (low - half, high + half);
        }

        double[] counts = new double[binCount];
        foreach (double value in shown)
        {
            counts[Math.Min(binCount - 1, (int)((value - low) / (high - low) * binCount))]++;
        }

        double[] edges = new double[binCount + 1];
        for (int edge = 0; edge <= binCount; edge++)
        {
            double position = low + (high - low) * edge / binCount;
            edges[edge] = logarithmic ? Math.Pow(10, position) : position;
        }

        return (edges, counts);
    }
}
