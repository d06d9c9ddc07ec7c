namespace Splatsim.Fitting;

/// <summary>
/// Mean over places of sqrt(|differences to the next neighbours|^2 + e^2) - e, channels and axes together: fields of few flat parts.
/// </summary>
/// <remarks>Rudin, Osher and Fatemi 1992, "Nonlinear total variation based noise removal algorithms", smoothed by e.</remarks>
/// <param name="target">The field's shape; its values are not read, and it has no weights.</param>
/// <param name="width">e, below which differences count as squares.</param>
public sealed class TotalVariationLoss(LossTarget target, double width = 1e-3) : ILoss
{
    private readonly LossTarget target = target.WithoutWeights("total-variation");
    private readonly double width = width > 0 ? width : throw new ArgumentOutOfRangeException(nameof(width), width, "must be positive");

    /// <inheritdoc/>
    public double Evaluate(ReadOnlySpan<double> predicted, Span<double> gradient)
    {
        target.Fits("total-variation", predicted, gradient);
        gradient.Clear();
        double sum = 0, weight = 1.0 / target.Places;
        for (int place = 0; place < target.Places; place++)
        {
            double squared = width * width;
            for (int axis = 0; axis < 3; axis++) squared += Squares(predicted, place, axis);
            double root = Math.Sqrt(squared);
            sum += weight * (root - width);
            for (int axis = 0; axis < 3; axis++) Add(predicted, place, axis, weight / root, gradient);
        }

        return sum;
    }

    private double Squares(ReadOnlySpan<double> predicted, int place, int axis)
    {
        int next = GridEdges.Next(target, place, axis), channels = target.Channels;
        double sum = 0;
        for (int c = 0; next >= 0 && c < channels; c++)
        {
            double difference = predicted[next * channels + c] - predicted[place * channels + c];
            sum += difference * difference;
        }

        return sum;
    }

    private void Add(ReadOnlySpan<double> predicted, int place, int axis, double scale, Span<double> gradient)
    {
        int next = GridEdges.Next(target, place, axis), channels = target.Channels;
        for (int c = 0; next >= 0 && c < channels; c++)
        {
            double difference = scale * (predicted[next * channels + c] - predicted[place * channels + c]);
            gradient[next * channels + c] += difference;
            gradient[place * channels + c] -= difference;
        }
    }
}
