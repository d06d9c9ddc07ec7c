namespace Splatsim.Fitting;

/// <summary>
/// How much of a clip is fitted: from its first frames on, a few more whenever the loss has settled. Gradients through contacts grow
/// with time, so that a fit that starts with the whole clip loses its way.
/// </summary>
public sealed class GrowingHorizon
{
    private readonly int end;
    private readonly int step;
    private readonly int patience;
    private readonly int most;
    private readonly double tolerance;
    private double best = double.PositiveInfinity;
    private int stale;
    private int iterations;

    /// <summary>Begins with the first frames.</summary>
    /// <param name="start">Frames at first, at least 1.</param>
    /// <param name="end">Frames in the end, not fewer.</param>
    /// <param name="step">Frames that are added at a time, at least 1.</param>
    /// <param name="tolerance">Relative improvement of the best loss that still counts as one.</param>
    /// <param name="patience">Iterations without one after which the horizon grows, at least 1.</param>
    /// <param name="most">Iterations after which it grows in any case, at least 1.</param>
    public GrowingHorizon(int start, int end, int step = 2, double tolerance = 0.01, int patience = 5, int most = 100)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(start, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(end, start);
        ArgumentOutOfRangeException.ThrowIfLessThan(step, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(tolerance);
        ArgumentOutOfRangeException.ThrowIfLessThan(patience, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        Frames = start;
        (this.end, this.step, this.tolerance, this.patience, this.most) = (end, step, tolerance, patience, most);
    }

    /// <summary>Frames that are fitted now.</summary>
    public int Frames { get; private set; }

    /// <summary>True once the loss has settled on the whole clip.</summary>
    public bool IsDone { get; private set; }

    /// <summary>Takes the loss of an iteration; losses are per frame, so that they compare.</summary>
    /// <param name="loss">The mean loss of the frames that are fitted now.</param>
    /// <returns>True when the horizon has grown: losses before and after do not compare.</returns>
    public bool Report(double loss)
    {
        iterations++;
        // Written so that a loss that is not a number counts as no improvement.
        stale = loss < best - tolerance * Math.Abs(best) || (double.IsPositiveInfinity(best) && double.IsFinite(loss)) ? 0 : stale + 1;
        if (loss < best) best = loss;
        if (stale < patience && iterations < most) return false;
        if (Frames == end)
        {
            IsDone = true;
            return false;
        }

        Frames = Math.Min(end, Frames + step);
        (best, stale, iterations) = (double.PositiveInfinity, 0, 0);
        return true;
    }
}
