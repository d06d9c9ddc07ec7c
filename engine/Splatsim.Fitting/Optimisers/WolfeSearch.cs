namespace Splatsim.Fitting;

/// <summary>A point of a search that goes along directions until the strong Wolfe conditions hold.</summary>
/// <remarks>
/// Nocedal and Wright 2006, algorithms 3.5 and 3.6: the loss falls by at least c1 times what the slope promises, and the slope by
/// at least a factor c2. Points without a finite loss count as too far.
/// </remarks>
internal sealed class WolfeSearch
{
    private const double C1 = 1e-4, C2 = 0.9;

    // Evaluations of one line; each halves the interval or better.
    private const int MostTries = 40;

    private readonly Objective objective;
    private double[] trial, trialGradient;

    // Those of the lowest point of the line so high.
    private double[] best, bestGradient;

    public WolfeSearch(Objective objective, ReadOnlySpan<double> start)
    {
        this.objective = objective;
        Parameters = start.ToArray();
        Gradient = new double[start.Length];
        trial = new double[start.Length];
        trialGradient = new double[start.Length];
        best = new double[start.Length];
        bestGradient = new double[start.Length];
        Loss = objective(Parameters, Gradient);
        Evaluations = 1;
        if (!double.IsFinite(Loss) || !Vectors.IsFinite(Gradient))
            throw new FittingException($"the loss at the start is {Loss} or its gradient is not finite; start from values that simulate");
    }

    public double[] Parameters { get; private set; }

    public double[] Gradient { get; private set; }

    public double Loss { get; private set; }

    public int Evaluations { get; private set; }

    /// <summary>Whether the last line had no more to win than its tolerance.</summary>
    public bool IsSettled { get; private set; }

    /// <summary>Goes along a direction.</summary>
    /// <param name="direction">Where to.</param>
    /// <param name="step">The multiple of it that is tried first.</param>
    /// <param name="tolerance">The line is given up where no more than this share of the loss is left to be won on it.</param>
    /// <returns>False when the loss did not fall: the point stays.</returns>
    public bool Go(double[] direction, double step, double tolerance)
    {
        IsSettled = false;
        double slope = Vectors.Dot(Gradient, direction);
        if (!(slope < 0)) return false;
        Point low = new(0, Loss, slope), high = default;
        bool isBracketed = false;
        for (int tries = 0; tries < MostTries; tries++)
        {
            Point at = Evaluate(direction, step);
            bool isTooFar = !double.IsFinite(at.Loss) || !double.IsFinite(at.Slope) || at.Loss > Loss + C1 * step * slope || at.Loss >= low.Loss;
            if (!isTooFar && Math.Abs(at.Slope) <= -C2 * slope) return Accept(at, trial, trialGradient);
            if (isTooFar)
            {
                (high, isBracketed) = (at, true);
            }
            else
            {
                if (at.Slope * (isBracketed ? high.Step - low.Step : 1) >= 0) (high, isBracketed) = (low, true);
                low = at;
                (trial, best, trialGradient, bestGradient) = (best, trial, bestGradient, trialGradient);
            }

            if (isBracketed && Math.Abs(high.Step - low.Step) <= 1e-14 * Math.Max(low.Step, high.Step)) break;
            // The slope promises no more over what is left of the line; noise of the loss would be followed from here on.
            if (isBracketed && Math.Abs((high.Step - low.Step) * low.Slope) <= tolerance * Math.Abs(low.Loss))
            {
                IsSettled = double.IsFinite(high.Loss);
                break;
            }

            step = isBracketed ? Between(low, high) : 2 * step;
        }

        // No point satisfied both conditions; one that lowers the loss will do.
        if (low.Step == 0) return false;
        return Accept(low, best, bestGradient);
    }

    private Point Evaluate(double[] direction, double step)
    {
        Parameters.CopyTo(trial, 0);
        Vectors.AddScaled(trial, step, direction);
        double loss = objective(trial, trialGradient);
        Evaluations++;
        return new(step, loss, Vectors.Dot(trialGradient, direction));
    }

    private bool Accept(Point at, double[] parameters, double[] gradient)
    {
        Parameters = [.. parameters];
        Gradient = [.. gradient];
        Loss = at.Loss;
        return true;
    }

    // The minimum of the parabola through the loss and slope at the low end and the loss at the high one, kept off both ends.
    private static double Between(Point low, Point high)
    {
        double width = high.Step - low.Step, curvature = (high.Loss - low.Loss - low.Slope * width) / (width * width);
        double step = low.Step - 0.5 * low.Slope / curvature, middle = low.Step + 0.5 * width;
        double edge = 0.1 * Math.Abs(width), least = Math.Min(low.Step, high.Step) + edge, most = Math.Max(low.Step, high.Step) - edge;
        return double.IsFinite(step) && curvature > 0 ? Math.Clamp(step, least, most) : middle;
    }

    private readonly record struct Point(double Step, double Loss, double Slope);
}
