namespace Splatsim.Fitting;

/// <summary>How L-BFGS searches.</summary>
public sealed record LimitedMemoryOptions
{
    /// <summary>Iterations at most.</summary>
    public int Iterations { get; init; } = 100;

    /// <summary>Steps that are remembered, at least 1.</summary>
    public int Memory { get; init; } = 20;

    /// <summary>The search ends when the largest entry of the gradient is no larger.</summary>
    public double GradientTolerance { get; init; } = 1e-8;

    /// <summary>The search ends when a step lowers the loss by no more than this share of it.</summary>
    public double LossTolerance { get; init; } = 1e-14;

    /// <summary>Length of the first step that is tried.</summary>
    public double FirstStep { get; init; } = 1;

    internal void Validate()
    {
        if (Iterations < 0) throw new ArgumentException($"option {nameof(Iterations)} of L-BFGS is {Iterations} but must be at least 0");
        if (Memory < 1) throw new ArgumentException($"option {nameof(Memory)} of L-BFGS is {Memory} but must be at least 1");
        if (!(FirstStep > 0)) throw new ArgumentException($"option {nameof(FirstStep)} of L-BFGS is {FirstStep} but must be positive");
    }
}
