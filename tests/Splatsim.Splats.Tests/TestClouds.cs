using Splatsim.Splats;

namespace Splatsim.Tests;

/// <summary>Small clouds with seeded random values.</summary>
internal static class TestClouds
{
    public static GaussianCloud Random(int count, int degree, int seed = 1, float spread = 1)
    {
        Random random = new(seed);
        GaussianCloud cloud = new(count, degree);
        foreach (int column in Enumerable.Range(0, 3)) Fill(column, () => spread * Normal());
        foreach (int column in Enumerable.Range(3, 4)) Fill(column, Normal);
        foreach (int column in Enumerable.Range(7, 3)) Fill(column, () => -3 + 0.5f * Normal());
        Fill(10, Normal);
        foreach (Mathematics.AlignedArray<float> column in cloud.ShColumns)
            foreach (ref float value in column.Span) value = 0.3f * Normal();
        return cloud;

        float Normal() => (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(Math.Tau * random.NextDouble()));

        void Fill(int column, Func<float> next)
        {
            foreach (ref float value in cloud.GeometryColumns[column].Span) value = next();
        }
    }

    /// <summary>Opaque splats at given places.</summary>
    public static GaussianCloud At(IReadOnlyList<(double X, double Y, double Z)> places, float logScale = -3)
    {
        GaussianCloud cloud = new(places.Count, 0);
        for (int i = 0; i < places.Count; i++)
        {
            (cloud.X[i], cloud.Y[i], cloud.Z[i]) = ((float)places[i].X, (float)places[i].Y, (float)places[i].Z);
            cloud.OpacityLogit[i] = 4;
            (cloud.LogScaleX[i], cloud.LogScaleY[i], cloud.LogScaleZ[i]) = (logScale, logScale, logScale);
        }

        return cloud;
    }

    public static void AssertSame(GaussianCloud expected, GaussianCloud actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        Assert.Equal(expected.Degree, actual.Degree);
        for (int column = 0; column < 11; column++)
            Assert.Equal(expected.GeometryColumns[column].Span.ToArray(), actual.GeometryColumns[column].Span.ToArray());
        for (int column = 0; column < expected.ShColumns.Count; column++)
            Assert.Equal(expected.ShColumns[column].Span.ToArray(), actual.ShColumns[column].Span.ToArray());
    }
}
