namespace Splatsim.Fitting;

/// <summary>One evaluation of a fit.</summary>
/// <param name="Frames">Last frame that was compared.</param>
/// <param name="Loss">The loss; not a number where the values could not be simulated.</param>
/// <param name="Values">The values that were tried, in their own units, in the order of the parameters.</param>
public sealed record FitStep(int Frames, double Loss, double[] Values);
