namespace Splatsim.Fitting;

/// <summary>
/// Keeps the best point of a search and calls it back when the loss goes out of hand: the point is rejected, the steps are halved.
/// </summary>
public sealed class DivergenceGuard
{
    private readonly double factor;
    private readonly int most;
    private double first = double.NaN;

    /// <summary>A guard that has seen nothing.</summary>
    /// <param name="factor">A loss over this many times that of the start is out of hand; above 1.</param>
    /// <param name="most">Halvings after which the search is given up, at least 0.</param>
    public DivergenceGuard(double factor, int most)
    {
        if (!(factor > 1)) throw new ArgumentOutOfRangeException(nameof(factor), factor, "must be above 1");
        ArgumentOutOfRangeException.ThrowIfNegative(most);
        (this.factor, this.most) = (factor, most);
    }

    /// <summary>The point with the smallest loss so far.</summary>
    public double[] Best { get; private set; } = [];

    /// <summary>Its loss.</summary>
    public double BestLoss { get; private set; } = double.PositiveInfinity;

    /// <summary>What steps are multiplied by: 1, halved with every rejection.</summary>
    public double StepScale { get; private set; } = 1;

    /// <summary>Rejections so far.</summary>
    public int Halvings { get; private set; }

    /// <summary>True when the search is to be given up.</summary>
    public bool IsExhausted => Halvings > most;

    /// <summary>Judges a point.</summary>
    /// <param name="parameters">The point.</param>
    /// <param name="loss">Its loss.</param>
    /// <param name="gradient">Its gradient.</param>
    /// <returns>False when it is rejected: go back to <see cref="Best"/> with steps scaled by <see cref="StepScale"/>.</returns>
    /// <exception cref="FittingException">The very first point is not finite: there is nothing to go back to.</exception>
    public bool Accepts(ReadOnlySpan<double> parameters, double loss, ReadOnlySpan<double> gradient)
    {
        bool isFinite = double.IsFinite(loss) && Vectors.IsFinite(gradient);
        if (double.IsNaN(first))
        {
            if (!isFinite && Best.Length == 0)
                throw new FittingException($"the loss at the start is {loss} or its gradient is not finite; start from values that simulate");
            if (isFinite) first = loss;
        }

        if (!isFinite || loss > first + (factor - 1) * Math.Abs(first))
        {
            Halvings++;
            StepScale *= 0.5;
            return false;
        }

        if (loss < BestLoss) (BestLoss, Best) = (loss, parameters.ToArray());
        return true;
    }

    /// <summary>Forgets the losses, as when another part of a clip is compared from now on; best point and step scale stay.</summary>
    public void Restart() => (first, BestLoss) = (double.NaN, double.PositiveInfinity);
}
