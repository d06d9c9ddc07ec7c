using Splatsim.Splats;

namespace Splatsim.Formats.Tests;

/// <summary>Clouds with values like those of trained scenes, the same for the same seed.</summary>
internal static class TestClouds
{
    internal static GaussianCloud Random(int count, int degree, int seed = 1)
    {
        Random random = new(seed);
        GaussianCloud cloud = new(count, degree);
        for (int row = 0; row < count; row++)
        {
            for (int axis = 0; axis < 3; axis++)
            {
                cloud.GeometryColumns[axis][row] = Normal(random, 0.5);
                cloud.GeometryColumns[7 + axis][row] = -4.5f + Normal(random, 0.7);
            }

            for (int part = 0; part < 4; part++) cloud.GeometryColumns[3 + part][row] = Normal(random, 1);
            cloud.OpacityLogit[row] = Normal(random, 2);
            for (int column = 0; column < cloud.ShColumns.Count; column++)
                cloud.ShColumns[column][row] = Normal(random, column < 3 ? 0.6 : 0.1);
        }

        return cloud;
    }

    /// <summary>Fails at the first value whose bits differ.</summary>
    internal static void AssertSameBits(GaussianCloud expected, GaussianCloud actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        Assert.Equal(expected.Degree, actual.Degree);
        for (int column = 0; column < expected.GeometryColumns.Count; column++)
            AssertSameBits(expected.GeometryColumns[column].Span, actual.GeometryColumns[column].Span, $"geometry column {column}");
        for (int column = 0; column < expected.ShColumns.Count; column++)
            AssertSameBits(expected.ShColumns[column].Span, actual.ShColumns[column].Span, $"harmonic column {column}");
        Assert.Equal(expected.Labels, actual.Labels);
    }

    private static void AssertSameBits(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, string column)
    {
        for (int row = 0; row < expected.Length; row++)
        {
            if (BitConverter.SingleToUInt32Bits(expected[row]) != BitConverter.SingleToUInt32Bits(actual[row]))
                Assert.Fail($"{column}, row {row}: expected {expected[row]:R}, got {actual[row]:R}");
        }
    }

    private static float Normal(Random random, double deviation)
    {
        double radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
        return (float)(deviation * radius * Math.Cos(2 * Math.PI * random.NextDouble()));
    }
}
