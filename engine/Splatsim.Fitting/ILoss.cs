namespace Splatsim.Fitting;

/// <summary>How far a prediction is off, as one number with its exact gradient. Immutable: one loss serves any number of evaluations.</summary>
public interface ILoss
{
    /// <summary>Evaluates the loss.</summary>
    /// <param name="predicted">The prediction, in the layout of the loss's <see cref="LossTarget"/>.</param>
    /// <param name="gradient">Receives the derivative by every predicted number; as long as the prediction.</param>
    /// <returns>The loss, at least 0.</returns>
    /// <exception cref="ArgumentException">The prediction or the gradient has the wrong length.</exception>
    double Evaluate(ReadOnlySpan<double> predicted, Span<double> gradient);
}
