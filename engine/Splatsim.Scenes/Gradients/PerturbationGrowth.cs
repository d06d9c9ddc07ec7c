namespace Splatsim.Scenes;

/// <summary>How small changes of the state grow: a run beside one whose particles start a little elsewhere.</summary>
/// <param name="Start">Size of the change at the start [cells], root mean square.</param>
/// <param name="Growth">How many times as large it has become after each part of the horizon.</param>
/// <param name="Exponent">Rate of its exponential growth [1/s], fitted over the second half: Lyapunov's, for this stretch of time.</param>
/// <param name="UsefulHorizon">
/// Time at which it has grown a thousandfold [s], so that what is linear in it reaches no further than a thousandth of a cell; from the
/// exponent where that lies beyond the horizon, infinite where nothing grows.
/// </param>
public sealed record PerturbationGrowth(double Start, IReadOnlyList<double> Growth, double Exponent, double UsefulHorizon)
{
    /// <summary>Growth from which on a gradient says nothing about changes that can be seen.</summary>
    public const double Limit = 1000;

    /// <summary>Time in which a change doubles [s]; infinite where it does not grow.</summary>
    public double DoublingTime => Exponent > 0 ? Math.Log(2) / Exponent : double.PositiveInfinity;

    /// <summary>From sizes after each part of the horizon.</summary>
    internal static PerturbationGrowth Of(double start, double[] sizes, double[] times)
    {
        double[] growth = Array.ConvertAll(sizes, s => s / start);
        // What has grown beyond a tenth of a cell is not small any more.
        int end = Array.FindIndex(sizes, s => !(s < 0.1));
        if (end < 0) end = sizes.Length;
        int from = end < 4 ? 0 : end / 2;
        double exponent = Slope([.. times[from..end]], [.. growth[from..end].Select(g => Math.Log(Math.Max(g, 1e-300)))]);
        double useful = double.PositiveInfinity;
        for (int k = 0; k < growth.Length && double.IsInfinity(useful); k++)
        {
            if (growth[k] < Limit) continue;
            double before = k == 0 ? 1 : growth[k - 1], beforeTime = k == 0 ? 0 : times[k - 1];
            useful = beforeTime + (times[k] - beforeTime) * Math.Log(Limit / before) / Math.Log(growth[k] / before);
        }

        if (double.IsInfinity(useful) && exponent * times[^1] > 0.1) useful = times[^1] + Math.Log(Limit / growth[^1]) / exponent;
        return new(start, growth, exponent, useful);
    }

    private static double Slope(double[] x, double[] y)
    {
        if (x.Length < 2) return 0;
        double meanX = x.Average(), meanY = y.Average(), top = 0, bottom = 0;
        for (int i = 0; i < x.Length; i++)
        {
            top += (x[i] - meanX) * (y[i] - meanY);
            bottom += (x[i] - meanX) * (x[i] - meanX);
        }

        return top / bottom;
    }
}
