namespace Splatsim.Fitting;

/// <summary>A weighted sum of losses of the same prediction.</summary>
public sealed class CompositeLoss : ILoss
{
    private readonly (double Weight, ILoss Loss)[] parts;

    /// <summary>Collects the parts.</summary>
    /// <param name="parts">Losses with their weights; at least one.</param>
    /// <exception cref="ArgumentException">There is no part, or a weight is negative or not finite.</exception>
    public CompositeLoss(params (double Weight, ILoss Loss)[] parts)
    {
        if (parts.Length == 0) throw new ArgumentException("a sum of losses needs at least one", nameof(parts));
        foreach ((double weight, _) in parts)
            if (!(weight >= 0) || double.IsInfinity(weight)) throw new ArgumentException($"the weight of a loss is {weight} but must be at least 0 and finite", nameof(parts));
        this.parts = [.. parts];
    }

    /// <inheritdoc/>
    public double Evaluate(ReadOnlySpan<double> predicted, Span<double> gradient)
    {
        double sum = 0;
        double[] own = new double[gradient.Length], total = new double[gradient.Length];
        foreach ((double weight, ILoss loss) in parts)
        {
            sum += weight * loss.Evaluate(predicted, own);
            for (int i = 0; i < own.Length; i++) total[i] += weight * own[i];
        }

        total.CopyTo(gradient);
        return sum;
    }
}
