using Splatsim.Imaging;

namespace Splatsim.Fitting;

/// <summary>1 - SSIM: how much of the local structure differs.</summary>
/// <remarks>Wang et al. 2004, eq. 13, as <see cref="ImageMetrics"/> computes it. 3DGS trains with 0.8 l1 + 0.2 of this.</remarks>
/// <param name="target">What was observed; without weights.</param>
/// <param name="padding">What happens at the border.</param>
public sealed class StructuralSimilarityLoss(LossTarget target, SsimPadding padding = SsimPadding.SameZero) : ILoss
{
    private readonly LossTarget target = target.WithoutWeights("dssim");

    /// <inheritdoc/>
    public double Evaluate(ReadOnlySpan<double> predicted, Span<double> gradient)
    {
        target.Fits("dssim", predicted, gradient);
        double similarity = ImageMetrics.Ssim(
            predicted.ToArray(), target.Values, target.Width, target.Height, target.Channels, out double[] own, padding);
        for (int i = 0; i < own.Length; i++) gradient[i] = -own[i];
        return 1 - similarity;
    }
}
