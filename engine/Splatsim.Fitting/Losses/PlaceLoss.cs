namespace Splatsim.Fitting;

/// <summary>A weighted mean of what single places are off.</summary>
public abstract class PlaceLoss : ILoss
{
    private readonly LossTarget target;
    private readonly string name;

    /// <summary>Keeps the target.</summary>
    /// <param name="target">What was observed.</param>
    /// <param name="name">The loss's name, for messages.</param>
    private protected PlaceLoss(LossTarget target, string name) => (this.target, this.name) = (target, name);

    /// <inheritdoc/>
    public virtual double Evaluate(ReadOnlySpan<double> predicted, Span<double> gradient)
    {
        target.Fits(name, predicted, gradient);
        gradient.Clear();
        int channels = target.Channels;
        double sum = 0;
        for (int place = 0; place < target.Places; place++)
        {
            double weight = target.Weight(place) / target.TotalWeight;
            if (weight == 0) continue;
            Span<double> own = gradient.Slice(place * channels, channels);
            sum += weight * At(predicted.Slice(place * channels, channels), target.Values.AsSpan(place * channels, channels), own);
            foreach (ref double value in own) value *= weight;
        }

        return sum;
    }

    /// <summary>What one place is off.</summary>
    /// <param name="predicted">Its predicted numbers.</param>
    /// <param name="observed">Its observed numbers.</param>
    /// <param name="gradient">Receives the derivative by the predicted numbers.</param>
    private protected abstract double At(ReadOnlySpan<double> predicted, ReadOnlySpan<double> observed, Span<double> gradient);
}
