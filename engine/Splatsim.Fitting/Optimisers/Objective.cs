namespace Splatsim.Fitting;

/// <summary>What is to become small, with its derivative.</summary>
/// <param name="parameters">Where.</param>
/// <param name="gradient">Receives the derivative by every parameter.</param>
/// <returns>The loss; not a number where the point is out of the question, which optimisers take as a reason to step back.</returns>
public delegate double Objective(ReadOnlySpan<double> parameters, Span<double> gradient);
