namespace Splatsim.Fitting;

/// <summary>Mean Huber function of the distance of points to their counterparts; invisible ones have weight 0.</summary>
/// <remarks>Huber 1964, "Robust estimation of a location parameter": squares up to a distance, straight lines beyond.</remarks>
/// <param name="target">Positions, two or three channels [px or m], shape [frames, points].</param>
/// <param name="threshold">Distance from which a point counts as an outlier.</param>
public sealed class TrackLoss(LossTarget target, double threshold = 1) : PlaceLoss(target.WithChannels("tracks", 2, 3), "tracks")
{
    private readonly double threshold = threshold > 0 ? threshold : throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "must be positive");

    private protected override double At(ReadOnlySpan<double> predicted, ReadOnlySpan<double> observed, Span<double> gradient)
    {
        double squared = 0;
        for (int c = 0; c < predicted.Length; c++)
        {
            gradient[c] = predicted[c] - observed[c];
            squared += gradient[c] * gradient[c];
        }

        if (squared <= threshold * threshold) return 0.5 * squared;
        double distance = Math.Sqrt(squared);
        foreach (ref double g in gradient) g *= threshold / distance;
        return threshold * (distance - 0.5 * threshold);
    }
}
