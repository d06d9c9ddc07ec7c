namespace Splatsim.Fitting;

/// <summary>
/// Half the sum of ((x - mean) / standard deviation)^2: the negative logarithm of a Gaussian prior, up to its constant. Use it on
/// the free numbers of a search (logarithms of stiffness, say), where such a prior says "about so much, give or take a factor".
/// </summary>
/// <param name="target">Means, one channel; weights are 1 / standard deviation squared, 1 without.</param>
public sealed class PlausibilityLoss(LossTarget target) : ILoss
{
    private readonly LossTarget target = target.WithChannels("plausibility", 1);

    /// <inheritdoc/>
    public double Evaluate(ReadOnlySpan<double> predicted, Span<double> gradient)
    {
        target.Fits("plausibility", predicted, gradient);
        double sum = 0;
        for (int i = 0; i < predicted.Length; i++)
        {
            double weight = target.Weight(i), difference = weight == 0 ? 0 : predicted[i] - target.Values[i];
            gradient[i] = weight * difference;
            sum += 0.5 * weight * difference * difference;
        }

        return sum;
    }
}
