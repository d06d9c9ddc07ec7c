namespace Splatsim.Verification;

/// <summary>What is read from measured curves.</summary>
internal static class Signals
{
    /// <summary>Times at which a signal changes sign, by straight lines; crossings nearer than a gap to the last are chatter.</summary>
    public static IReadOnlyList<double> Crossings(IReadOnlyList<double> times, IReadOnlyList<double> values, double gap)
    {
        List<double> crossings = [];
        for (int i = 1; i < values.Count; i++)
        {
            if (values[i - 1] * values[i] > 0 || values[i] == values[i - 1]) continue;
            double at = times[i - 1] + (times[i] - times[i - 1]) * values[i - 1] / (values[i - 1] - values[i]);
            if (crossings.Count == 0 || at - crossings[^1] >= gap) crossings.Add(at);
        }

        return crossings;
    }

    /// <summary>Slope and intercept of the straight line with the least squared error.</summary>
    public static (double Slope, double Intercept) Line(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        double meanX = x.Average(), meanY = y.Average(), xy = 0, xx = 0;
        for (int i = 0; i < x.Count; i++)
        {
            xy += (x[i] - meanX) * (y[i] - meanY);
            xx += (x[i] - meanX) * (x[i] - meanX);
        }

        double slope = xy / xx;
        return (slope, meanY - slope * meanX);
    }

    /// <summary>The value at x of a curve through points with rising x, by straight lines.</summary>
    public static double At(IReadOnlyList<double> xs, IReadOnlyList<double> ys, double x)
    {
        for (int i = 1; i < xs.Count; i++)
            if (xs[i] >= x) return ys[i - 1] + (ys[i] - ys[i - 1]) * (x - xs[i - 1]) / (xs[i] - xs[i - 1]);
        return ys[^1];
    }

    /// <summary>Root of the mean square of the differences, over the largest of the expected values.</summary>
    public static double RelativeError(IReadOnlyList<double> measured, IReadOnlyList<double> expected)
    {
        double sum = 0, largest = 0;
        for (int i = 0; i < measured.Count; i++)
        {
            sum += (measured[i] - expected[i]) * (measured[i] - expected[i]);
            largest = Math.Max(largest, Math.Abs(expected[i]));
        }

        return Math.Sqrt(sum / measured.Count) / largest;
    }
}
