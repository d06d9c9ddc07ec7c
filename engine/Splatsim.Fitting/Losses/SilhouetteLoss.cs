namespace Splatsim.Fitting;

/// <summary>1 - soft intersection over union of a mask and the coverage that is drawn: sum of t p over sum of t + p - t p.</summary>
/// <remarks>Liu et al. 2019, "Soft Rasterizer", eq. 12. Masks of 0 and 1 that agree have loss 0.</remarks>
/// <param name="target">The mask, 0 to 1, one channel; not 0 everywhere.</param>
public sealed class SilhouetteLoss(LossTarget target) : ILoss
{
    private readonly LossTarget target = NotEmpty(target.WithChannels("silhouette", 1));

    /// <inheritdoc/>
    public double Evaluate(ReadOnlySpan<double> predicted, Span<double> gradient)
    {
        target.Fits("silhouette", predicted, gradient);
        double both = 0, either = 0;
        for (int i = 0; i < predicted.Length; i++)
        {
            double weight = target.Weight(i);
            if (weight == 0) continue;
            double product = predicted[i] * target.Values[i];
            both += weight * product;
            either += weight * (predicted[i] + target.Values[i] - product);
        }

        for (int i = 0; i < predicted.Length; i++)
        {
            double weight = target.Weight(i);
            gradient[i] = weight == 0 ? 0 : -weight * (target.Values[i] * either - both * (1 - target.Values[i])) / (either * either);
        }

        return 1 - both / either;
    }

    private static LossTarget NotEmpty(LossTarget target)
    {
        for (int i = 0; i < target.Places; i++)
            if (target.Weight(i) > 0 && target.Values[i] > 0) return target;
        throw new ArgumentException("the mask is empty: nothing to intersect with; use the loss 'mask'", nameof(target));
    }
}
