namespace Splatsim.Fitting;

/// <summary>Mean absolute difference; its derivative at equal numbers is taken as 0.</summary>
/// <param name="target">What was observed.</param>
public sealed class AbsoluteLoss(LossTarget target) : PlaceLoss(target, "l1")
{
    private protected override double At(ReadOnlySpan<double> predicted, ReadOnlySpan<double> observed, Span<double> gradient)
    {
        double sum = 0;
        for (int c = 0; c < predicted.Length; c++)
        {
            double difference = predicted[c] - observed[c];
            sum += Math.Abs(difference);
            gradient[c] = Math.Sign(difference) / (double)predicted.Length;
        }

        return sum / predicted.Length;
    }
}
