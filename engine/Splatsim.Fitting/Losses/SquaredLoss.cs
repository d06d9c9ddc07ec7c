namespace Splatsim.Fitting;

/// <summary>Mean squared difference.</summary>
/// <param name="target">What was observed.</param>
public sealed class SquaredLoss(LossTarget target) : PlaceLoss(target, "l2")
{
    private protected override double At(ReadOnlySpan<double> predicted, ReadOnlySpan<double> observed, Span<double> gradient)
    {
        double sum = 0;
        for (int c = 0; c < predicted.Length; c++)
        {
            double difference = predicted[c] - observed[c];
            sum += difference * difference;
            gradient[c] = 2 * difference / predicted.Length;
        }

        return sum / predicted.Length;
    }
}
