namespace Splatsim.Fitting;

/// <summary>Mean squared difference of neighbours on a grid, over places, channels and axes: Tikhonov's regulariser of a field.</summary>
/// <param name="target">The field's shape; its values are not read, and it has no weights.</param>
public sealed class SmoothnessLoss(LossTarget target) : ILoss
{
    private readonly LossTarget target = target.WithoutWeights("smoothness");

    /// <inheritdoc/>
    public double Evaluate(ReadOnlySpan<double> predicted, Span<double> gradient)
    {
        target.Fits("smoothness", predicted, gradient);
        gradient.Clear();
        double sum = 0, weight = 1.0 / target.Values.Length;
        int channels = target.Channels;
        for (int place = 0; place < target.Places; place++)
        {
            for (int axis = 0; axis < 3; axis++)
            {
                int next = GridEdges.Next(target, place, axis);
                if (next < 0) continue;
                for (int c = 0; c < channels; c++)
                {
                    double difference = predicted[next * channels + c] - predicted[place * channels + c];
                    sum += weight * difference * difference;
                    gradient[next * channels + c] += 2 * weight * difference;
                    gradient[place * channels + c] -= 2 * weight * difference;
                }
            }
        }

        return sum;
    }
}
