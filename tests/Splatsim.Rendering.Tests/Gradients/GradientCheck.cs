namespace Splatsim.Rendering.Tests.Gradients;

/// <summary>Compares a gradient with central differences of the frame itself.</summary>
internal static class GradientCheck
{
    // Relative to the largest entry of a kind. Differences of fourth order in double leave 1e-8 to 1e-10.
    private const double Tolerance = 1e-6;

    // Entries at which every step changes which splats count somewhere: there the loss jumps and has no difference quotient.
    private const double LargestShareLeftOut = 0.05;

    private static readonly double[] Steps = [1e-4, 1e-5, 1e-3, 1e-6];

    /// <summary>Fails with the first entry whose best step disagrees.</summary>
    /// <returns>The kinds that were compared and have a gradient at all.</returns>
    public static HashSet<string> Run(GradientScene scene)
    {
        GradientEntry[] entries = [.. scene.Entries(scene.Differentiate())];
        int leftOut = 0;
        HashSet<string> kinds = [];
        foreach (IGrouping<string, GradientEntry> kind in entries.GroupBy(e => e.Kind))
        {
            double largest = kind.Max(e => Math.Abs(e.Gradient));
            Assert.True(double.IsFinite(largest), $"{kind.Key}: the gradient is not finite");
            if (largest > 0) kinds.Add(kind.Key);
            foreach (GradientEntry entry in kind)
                if (!Compare(entry, Math.Max(largest, 1e-3))) leftOut++;
        }

        Assert.True(leftOut <= LargestShareLeftOut * entries.Length, $"{leftOut} of {entries.Length} entries have no difference quotient");
        return kinds;
    }

    private static bool Compare(GradientEntry entry, double scale)
    {
        int[] counts = entry.LossAt(0).Counts;
        double best = double.PositiveInfinity, value = double.NaN;
        foreach (double step in Steps)
        {
            double h = step * entry.Unit;
            (double Loss, int[] Counts)[] at = [entry.LossAt(-2 * h), entry.LossAt(-h), entry.LossAt(h), entry.LossAt(2 * h)];
            if (at.Any(a => !a.Counts.AsSpan().SequenceEqual(counts))) continue;
            double difference = (8 * (at[2].Loss - at[1].Loss) - (at[3].Loss - at[0].Loss)) / (12 * h);
            double error = Math.Abs(difference - entry.Gradient) / scale;
            if (error < best) (best, value) = (error, difference);
            if (best <= Tolerance) return true;
        }

        Assert.True(best is <= Tolerance or double.PositiveInfinity, $"{entry.Kind}[{entry.Index}] is {entry.Gradient:R}, central difference {value:R}: {best:E2} of the largest");
        return false;
    }
}
