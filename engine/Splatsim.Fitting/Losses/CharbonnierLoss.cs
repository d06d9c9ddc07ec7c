namespace Splatsim.Fitting;

/// <summary>Mean of sqrt(d^2 + e^2) - e: the absolute difference, smooth where it is small.</summary>
/// <remarks>Charbonnier et al. 1994, "Two deterministic half-quadratic regularization algorithms for computed imaging".</remarks>
/// <param name="target">What was observed.</param>
/// <param name="width">e, below which differences count as squares.</param>
public sealed class CharbonnierLoss(LossTarget target, double width = 1e-3) : PlaceLoss(target, "charbonnier")
{
    private readonly double width = width > 0 ? width : throw new ArgumentOutOfRangeException(nameof(width), width, "must be positive");

    private protected override double At(ReadOnlySpan<double> predicted, ReadOnlySpan<double> observed, Span<double> gradient)
    {
        double sum = 0;
        for (int c = 0; c < predicted.Length; c++)
        {
            double difference = predicted[c] - observed[c], root = Math.Sqrt(difference * difference + width * width);
            sum += root - width;
            gradient[c] = difference / root / predicted.Length;
        }

        return sum / predicted.Length;
    }
}
