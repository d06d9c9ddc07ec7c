using Splatsim.Splats;

namespace Splatsim.Tests.Statistics;

public sealed class StatisticsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(1000)]
    public void Percentile_RandomAndRepeatedValues_AgreesWithSorting(int count)
    {
        Random random = new(count);
        float[] values = [.. Enumerable.Range(0, count).Select(_ => (float)random.Next(0, 1 + count / 2))];
        float[] sorted = [.. values.Order()];
        foreach (double percentile in (double[])[0, 1, 25, 50, 73.3, 99, 100])
        {
            double rank = percentile / 100 * (count - 1);
            int lower = (int)rank, upper = Math.Min(count - 1, lower + 1);
            double expected = sorted[lower] + (rank - lower) * (sorted[upper] - sorted[lower]);
            Assert.Equal(expected, OrderStatistics.Percentile(values, percentile), 1e-9 * count);
        }
    }

    [Fact]
    public void ColumnStatistics_HostileValues_AreCountedNotMixedIn()
    {
        ColumnStatistics column = ColumnStatistics.Of("x", [3, float.NaN, 1, float.PositiveInfinity, 2, float.NegativeInfinity]);
        Assert.Equal(new ColumnStatistics("x", 1, 3, 2, 2, 1, 2), column);
        ColumnStatistics empty = ColumnStatistics.Of("x", [float.NaN]);
        Assert.Equal(new ColumnStatistics("x", double.NaN, double.NaN, double.NaN, double.NaN, 1, 0), empty);
    }

    [Fact]
    public void Robust_FewFloaters_AreOutsideTheBounds()
    {
        GaussianCloud cloud = TestClouds.At([.. Enumerable.Range(0, 1001).Select(i => (i * 0.001, 0.0, 0.0))]);
        cloud.Y[5] = 2e7f;
        cloud.Z[6] = float.NaN;
        AxisAlignedBox box = CloudBounds.Robust(cloud, 1, 99);
        // Float32 rounding of multiples of 0.001.
        Assert.Equal(0.01, box.Minimum.X.Value, 1e-7);
        Assert.Equal(0.99, box.Maximum.X.Value, 1e-7);
        Assert.Equal(0, box.Maximum.Y.Value);
        Assert.Equal(2e7, CloudBounds.Full(cloud).Maximum.Y.Value);
        Assert.Throws<ArgumentException>(() => CloudBounds.Full(new GaussianCloud(0, 0)));
        Assert.Throws<ArgumentException>(() => CloudBounds.Robust(cloud, 60, 40));
    }

    [Fact]
    public void CloudStatistics_Columns_AreNamedAsInPlyFiles()
    {
        GaussianCloud cloud = TestClouds.Random(500, 2);
        cloud.Sh(3, 1)[4] = 77;
        cloud.OpacityLogit[2] = float.PositiveInfinity;
        CloudStatistics statistics = CloudStatistics.Of(cloud);
        Assert.Equal(11 + 27, statistics.Columns.Count);
        // f_rest is channel-major with 8 coefficients per channel: coefficient 3 (the third after the constant) of green.
        Assert.Equal(77, statistics.Columns.Single(column => column.Name == "f_rest_10").Maximum);
        Assert.Equal(1, statistics.InfinityCount);
        Assert.Equal(0, statistics.NanCount);
        Assert.Equal(500, statistics.Opacity.Counts.Sum());
        Assert.Equal(500, statistics.Scale.Counts.Sum());
        Assert.Equal(0, CloudStatistics.Of(new GaussianCloud(0, 0)).Opacity.Counts.Sum());
    }

    [Fact]
    public void Histogram_Edges_CountInTheOutermostBins()
    {
        Histogram histogram = Histogram.Of([-5, 0, 0.49, 0.5, 1, 9, double.NaN], 0, 1, 2);
        Assert.Equal([3, 3], histogram.Counts);
        Assert.Equal(1, histogram.Ignored);
    }
}
