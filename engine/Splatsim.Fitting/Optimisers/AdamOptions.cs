namespace Splatsim.Fitting;

/// <summary>How Adam searches.</summary>
public sealed record AdamOptions
{
    /// <summary>Iterations at most.</summary>
    public int Iterations { get; init; } = 200;

    /// <summary>Length of a typical step of every parameter.</summary>
    public double LearningRate { get; init; } = 0.01;

    /// <summary>What the rate is multiplied by per parameter; null for 1.</summary>
    public double[]? RateFactors { get; init; }

    /// <summary>Decay of the mean gradient, in [0, 1).</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay of the mean squared gradient, in [0, 1).</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Added to the root of the mean squared gradient.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>Longest gradient; longer ones are shortened to it.</summary>
    public double ClipNorm { get; init; } = double.PositiveInfinity;

    /// <summary>True to let the rate fall to 0 along half a cosine.</summary>
    public bool Cosine { get; init; }

    /// <summary>The search ends when the gradient is no longer than this.</summary>
    public double GradientTolerance { get; init; }

    /// <summary>A loss over this many times that of the start is rejected.</summary>
    public double DivergenceFactor { get; init; } = 10;

    /// <summary>Rejections, each of which halves the rate, after which the search is given up.</summary>
    public int MaximumHalvings { get; init; } = 8;

    internal void Validate(int count)
    {
        Require(Iterations >= 0, nameof(Iterations), Iterations, "at least 0");
        Require(LearningRate > 0, nameof(LearningRate), LearningRate, "positive");
        Require(Beta1 is >= 0 and < 1, nameof(Beta1), Beta1, "in [0, 1)");
        Require(Beta2 is >= 0 and < 1, nameof(Beta2), Beta2, "in [0, 1)");
        Require(Epsilon > 0, nameof(Epsilon), Epsilon, "positive");
        Require(ClipNorm > 0, nameof(ClipNorm), ClipNorm, "positive");
        if (RateFactors is not null && RateFactors.Length != count)
            throw new ArgumentException($"there are {RateFactors.Length} rate factors for {count} parameters; give one each");
    }

    private static void Require(bool holds, string name, double value, string range)
    {
        if (!holds) throw new ArgumentException($"option {name} of Adam is {value} but must be {range}");
    }
}
