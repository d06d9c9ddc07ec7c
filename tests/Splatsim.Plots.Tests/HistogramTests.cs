namespace Splatsim.Plots.Tests;

public class HistogramTests
{
    // Edges are low + (high - low) i / n: rounding of three operations.
    private const double Rounding = 1e-12;

    [Fact]
    public void Count_EqualBins_HoldEveryFiniteValueOnce()
    {
        (double[] edges, double[] counts) = Histogram.Count(
            [0, 0.5, 1, 1.5, 2, 4, double.NaN, double.PositiveInfinity], 4, logarithmic: false);
        Assert.Equal([0, 1, 2, 3, 4], edges);
        // The upper edge belongs to the last bin, other edges to the bin above.
        Assert.Equal([2, 2, 1, 1], counts);
    }

    [Fact]
    public void Count_Decades_AreBinsOfEqualRatio()
    {
        (double[] edges, double[] counts) = Histogram.Count([1, 5, 50, 1000, 0, -3], 3, logarithmic: true);
        Assert.Equal(1, edges[0], Rounding);
        Assert.Equal(10, edges[1], 10 * Rounding);
        Assert.Equal(1000, edges[3], 1000 * Rounding);
        Assert.Equal([2, 1, 1], counts);
    }

    [Fact]
    public void Count_OneValue_MakesABinAroundIt()
    {
        (double[] edges, double[] counts) = Histogram.Count([3, 3, 3], 5, logarithmic: false);
        Assert.True(edges[0] < 3 && edges[^1] > 3);
        Assert.Equal(3, counts.Sum());
    }

    [Fact]
    public void AddHistogram_NothingToShow_IsRefused()
    {
        Chart chart = new("", new ChartAxis("scale", "m") { Logarithmic = true }, new ChartAxis("splats"));
        Assert.Throws<ArgumentException>(() => chart.AddHistogram("", [0, -1, double.NaN]));
    }
}
