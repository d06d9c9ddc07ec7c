namespace Splatsim.Fitting;

/// <summary>
/// Squared optimal-transport distance of two point sets along lines, mean over directions: it pulls clouds onto each other whole,
/// where nearest points leave parts behind. The sets may have different numbers of points; each has mass 1.
/// </summary>
/// <remarks>Bonneel et al. 2015, "Sliced and Radon Wasserstein barycenters of measures". On a line the sorted points match.</remarks>
public sealed class SlicedWassersteinLoss : ILoss
{
    private readonly double[] directions;
    private readonly double[][] observed;
    private readonly int channels;

    /// <summary>Projects and sorts the observed points.</summary>
    /// <param name="target">Points, two or three channels [px or m]; finite, without weights.</param>
    /// <param name="directionCount">Directions, evenly spread; at least 1.</param>
    public SlicedWassersteinLoss(LossTarget target, int directionCount = 32)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(directionCount, 1);
        target.WithChannels("sliced-wasserstein", 2, 3).WithoutWeights("sliced-wasserstein");
        PointSets.RequireFinite("sliced-wasserstein", target.Values);
        channels = target.Channels;
        directions = Directions(directionCount, channels);
        observed = new double[directionCount][];
        for (int d = 0; d < directionCount; d++)
        {
            observed[d] = Project(target.Values, d);
            Array.Sort(observed[d]);
        }
    }

    /// <inheritdoc/>
    public double Evaluate(ReadOnlySpan<double> predicted, Span<double> gradient)
    {
        int count = PointSets.Count("sliced-wasserstein", predicted, gradient, channels);
        PointSets.RequireFinite("sliced-wasserstein", predicted);
        gradient.Clear();
        int[] order = new int[count];
        double sum = 0;
        for (int d = 0; d < observed.Length; d++)
        {
            double[] projected = Project(predicted, d), target = observed[d];
            for (int i = 0; i < count; i++) order[i] = i;
            Array.Sort(projected, order);
            // Both quantile functions are stairs; between two edges each has one point. Masses are counted in 1/(count target.Length).
            long i1 = 0, j1 = 0, at = 0, all = (long)count * target.Length;
            while (at < all)
            {
                long next = Math.Min((i1 + 1) * target.Length, (j1 + 1) * count);
                double mass = (double)(next - at) / all / observed.Length, difference = projected[i1] - target[j1];
                sum += mass * difference * difference;
                for (int c = 0; c < channels; c++) gradient[order[i1] * channels + c] += 2 * mass * difference * directions[d * channels + c];
                if (next == (i1 + 1) * target.Length) i1++;
                if (next == (j1 + 1) * count) j1++;
                at = next;
            }
        }

        return sum;
    }

    private double[] Project(ReadOnlySpan<double> points, int direction)
    {
        double[] result = new double[points.Length / channels];
        for (int i = 0; i < result.Length; i++)
            for (int c = 0; c < channels; c++) result[i] += directions[direction * channels + c] * points[i * channels + c];
        return result;
    }

    // A half circle, or Fibonacci points of a hemisphere: a direction and its opposite are the same.
    private static double[] Directions(int count, int channels)
    {
        double[] result = new double[count * channels];
        for (int d = 0; d < count; d++)
        {
            if (channels == 2)
            {
                double angle = Math.PI * (d + 0.5) / count;
                (result[2 * d], result[2 * d + 1]) = (Math.Cos(angle), Math.Sin(angle));
                continue;
            }

            double z = 1 - (d + 0.5) / count, r = Math.Sqrt(1 - z * z), turn = 2.399963229728653 * d;
            (result[3 * d], result[3 * d + 1], result[3 * d + 2]) = (r * Math.Cos(turn), r * Math.Sin(turn), z);
        }

        return result;
    }
}
