namespace Splatsim.Fitting;

/// <summary>Where a search has ended: at its best point, not its last.</summary>
/// <param name="Parameters">The best point.</param>
/// <param name="Loss">The loss there.</param>
/// <param name="Iterations">Iterations made.</param>
/// <param name="Evaluations">Evaluations of the objective.</param>
/// <param name="Reason">Why it ended.</param>
public sealed record OptimiserResult(double[] Parameters, double Loss, int Iterations, int Evaluations, StopReason Reason)
{
    /// <summary>Covariance of the parameters for residuals of variance 1, shape [count, count]; null where the method has none or some direction is not seen at all.</summary>
    public double[]? Covariance { get; init; }
}
