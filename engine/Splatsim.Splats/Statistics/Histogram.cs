namespace Splatsim.Splats;

/// <summary>Counts in bins of equal width.</summary>
/// <param name="Minimum">Lower edge of the first bin.</param>
/// <param name="Maximum">Upper edge of the last bin.</param>
/// <param name="Counts">Values per bin; values outside the edges count in the outermost bins.</param>
/// <param name="Ignored">Values that are not finite.</param>
public sealed record Histogram(double Minimum, double Maximum, IReadOnlyList<int> Counts, int Ignored)
{
    /// <summary>Sorts values into bins.</summary>
    /// <param name="values">The values.</param>
    /// <param name="minimum">Lower edge of the first bin.</param>
    /// <param name="maximum">Upper edge of the last bin, above the lower edge.</param>
    /// <param name="bins">Number of bins, at least 1.</param>
    public static Histogram Of(IEnumerable<double> values, double minimum, double maximum, int bins)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(maximum, minimum);
        int[] counts = new int[bins];
        int ignored = 0;
        foreach (double value in values)
        {
            if (!double.IsFinite(value))
            {
                ignored++;
                continue;
            }

            double position = (value - minimum) / (maximum - minimum) * bins;
            counts[(int)Math.Clamp(position, 0, bins - 1)]++;
        }

        return new(minimum, maximum, counts, ignored);
    }
}
