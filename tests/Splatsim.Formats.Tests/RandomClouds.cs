using Splatsim.Mathematics;
using Splatsim.Splats;

namespace Splatsim.Tests;

/// <summary>Clouds with seeded random values, and comparisons of clouds by what a viewer would see.</summary>
internal static class RandomClouds
{
    public static GaussianCloud Make(int count, int degree, int seed = 1)
    {
        Random random = new(seed);
        GaussianCloud cloud = new(count, degree);
        for (int column = 0; column < 11; column++)
        {
            foreach (ref float value in cloud.GeometryColumns[column].Span)
                value = column < 7 ? Normal() : column < 10 ? -3 + 0.7f * Normal() : 2 * Normal();
        }

        // Smooth, as colours of neighbours are: the palette of SOG is made for that.
        for (int column = 0; column < cloud.ShColumns.Count; column++)
        {
            float phase = 6 * random.NextSingle(), frequency = 1 + random.NextSingle();
            Span<float> values = cloud.ShColumns[column].Span;
            for (int i = 0; i < values.Length; i++)
                values[i] = 0.3f * MathF.Sin(phase + frequency * (cloud.X[i] + 0.7f * cloud.Y[i] - 0.4f * cloud.Z[i]));
        }

        return cloud;

        float Normal() => (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(Math.Tau * random.NextDouble()));
    }

    /// <summary>Largest absolute differences of two clouds in the same order.</summary>
    public static CloudDifference Compare(GaussianCloud a, GaussianCloud b)
    {
        Assert.Equal(a.Count, b.Count);
        Assert.Equal(a.Degree, b.Degree);
        CloudDifference difference = new();
        double squares = 0;
        for (int i = 0; i < a.Count; i++)
        {
            difference.Position = Math.Max(difference.Position, (a.MeanOf(i) - b.MeanOf(i)).Length.Value);
            for (int column = 7; column < 10; column++)
                difference.LogScale = Math.Max(difference.LogScale, Math.Abs(a.GeometryColumns[column][i] - b.GeometryColumns[column][i]));
            difference.Opacity = Math.Max(difference.Opacity, Math.Abs(a.OpacityOf(i) - b.OpacityOf(i)));
            difference.RotationDegrees = Math.Max(difference.RotationDegrees, Angle(a.RotationOf(i).Normalized, b.RotationOf(i).Normalized));
            for (int channel = 0; channel < 3; channel++)
                difference.Colour = Math.Max(difference.Colour, Math.Abs(a.Sh(0, channel)[i] - b.Sh(0, channel)[i]));
            for (int column = 3; column < a.ShColumns.Count; column++)
            {
                double error = a.ShColumns[column][i] - b.ShColumns[column][i];
                difference.Harmonics = Math.Max(difference.Harmonics, Math.Abs(error));
                squares += error * error;
            }
        }

        difference.HarmonicsRms = Math.Sqrt(squares / Math.Max(1, a.Count * (a.ShColumns.Count - 3)));
        return difference;
    }

    // By the chord, because the arc cosine loses half the digits at small angles.
    private static double Angle(Quaternion<Real64> p, Quaternion<Real64> q)
    {
        double minus = Chord(p.W - q.W, p.X - q.X, p.Y - q.Y, p.Z - q.Z), plus = Chord(p.W + q.W, p.X + q.X, p.Y + q.Y, p.Z + q.Z);
        return 4 * Math.Asin(Math.Min(1, 0.5 * Math.Min(minus, plus))) * 180 / Math.PI;

        static double Chord(Real64 w, Real64 x, Real64 y, Real64 z) => Math.Sqrt((w * w + x * x + y * y + z * z).Value);
    }
}
