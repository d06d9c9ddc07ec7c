namespace Splatsim.Fitting;

/// <summary>
/// Mean of d^2 less half the square of the mean of d, d = ln of predicted over observed depth: a common factor, which one camera
/// cannot see, counts half. Places without depth, where observed or predicted is not positive, are left out.
/// </summary>
/// <remarks>Eigen, Puhrsch and Fergus 2014, "Depth map prediction from a single image", eq. 4, lambda = 1/2.</remarks>
/// <param name="target">Depth, one channel [scene units].</param>
/// <param name="scaleShare">lambda: 0 for metric depth, 1 for depth up to a factor.</param>
public sealed class DepthLoss(LossTarget target, double scaleShare = 0.5) : ILoss
{
    private readonly LossTarget target = target.WithChannels("depth", 1);
    private readonly double scaleShare = scaleShare is >= 0 and <= 1 ? scaleShare : throw new ArgumentOutOfRangeException(nameof(scaleShare), scaleShare, "must be in [0, 1]");

    /// <inheritdoc/>
    public double Evaluate(ReadOnlySpan<double> predicted, Span<double> gradient)
    {
        target.Fits("depth", predicted, gradient);
        double total = 0, sum = 0, squares = 0;
        for (int i = 0; i < predicted.Length; i++)
        {
            if (!Counts(predicted, i)) continue;
            double weight = target.Weight(i), d = Math.Log(predicted[i] / target.Values[i]);
            total += weight;
            sum += weight * d;
            squares += weight * d * d;
        }

        gradient.Clear();
        if (total == 0) return 0;
        double mean = sum / total;
        for (int i = 0; i < predicted.Length; i++)
        {
            if (!Counts(predicted, i)) continue;
            double d = Math.Log(predicted[i] / target.Values[i]);
            gradient[i] = 2 * target.Weight(i) / total * (d - scaleShare * mean) / predicted[i];
        }

        return squares / total - scaleShare * mean * mean;
    }

    private bool Counts(ReadOnlySpan<double> predicted, int i) => target.Weight(i) > 0 && target.Values[i] > 0 && predicted[i] > 0;
}
