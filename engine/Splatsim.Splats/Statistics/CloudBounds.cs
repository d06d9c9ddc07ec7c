namespace Splatsim.Splats;

/// <summary>Boxes around the means of a cloud.</summary>
public static class CloudBounds
{
    /// <summary>The smallest box that holds every finite mean.</summary>
    /// <param name="cloud">The cloud.</param>
    /// <exception cref="ArgumentException">The cloud has no splat with a finite mean.</exception>
    public static AxisAlignedBox Full(GaussianCloud cloud) => Robust(cloud, 0, 100);

    /// <summary>A box between percentiles, axis by axis: the few splats that float far away do not count.</summary>
    /// <param name="cloud">The cloud.</param>
    /// <param name="lowPercentile">Percentile of the lower faces, 0 to 100.</param>
    /// <param name="highPercentile">Percentile of the upper faces, 0 to 100, not below the lower one.</param>
    /// <exception cref="ArgumentException">The cloud has no splat with a finite mean, or the percentiles are swapped.</exception>
    public static AxisAlignedBox Robust(GaussianCloud cloud, double lowPercentile = 1, double highPercentile = 99)
    {
        if (!(lowPercentile >= 0 && lowPercentile <= highPercentile && highPercentile <= 100))
        {
            throw new ArgumentException(
                $"percentiles {lowPercentile} and {highPercentile} must ascend within 0 to 100", nameof(lowPercentile));
        }

        (double low, double high) x = Range(cloud.X, lowPercentile, highPercentile);
        (double low, double high) y = Range(cloud.Y, lowPercentile, highPercentile);
        (double low, double high) z = Range(cloud.Z, lowPercentile, highPercentile);
        if (double.IsNaN(x.low) || double.IsNaN(y.low) || double.IsNaN(z.low))
        {
            throw new ArgumentException($"none of the {cloud.Count} splats has a finite mean: there are no bounds", nameof(cloud));
        }

        return new(new(x.low, y.low, z.low), new(x.high, y.high, z.high));
    }

    private static (double Low, double High) Range(ReadOnlySpan<float> values, double lowPercentile, double highPercentile)
    {
        float[] finite = OrderStatistics.Finite(values, out int count);
        Span<float> part = finite.AsSpan(0, count);
        return (OrderStatistics.PercentileInPlace(part, lowPercentile), OrderStatistics.PercentileInPlace(part, highPercentile));
    }
}
