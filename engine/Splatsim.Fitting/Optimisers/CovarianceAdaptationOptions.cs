namespace Splatsim.Fitting;

/// <summary>How CMA-ES searches.</summary>
public sealed record CovarianceAdaptationOptions
{
    /// <summary>Generations at most.</summary>
    public int Generations { get; init; } = 200;

    /// <summary>Points per generation; 0 for 4 + 3 ln n.</summary>
    public int Population { get; init; }

    /// <summary>Standard deviation at first, the same for all parameters: about a sixth of the range that is searched.</summary>
    public double Spread { get; init; } = 0.3;

    /// <summary>Seed of the random numbers: the same seed searches the same points.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The search ends when the loss is at most this.</summary>
    public double LossTarget { get; init; } = double.NegativeInfinity;

    /// <summary>The search ends when a generation's losses lie within this of each other.</summary>
    public double LossTolerance { get; init; } = 1e-14;

    /// <summary>The search ends when the largest standard deviation is at most this.</summary>
    public double SpreadTolerance { get; init; } = 1e-12;

    internal void Validate()
    {
        if (Generations < 0) throw new ArgumentException($"option {nameof(Generations)} is {Generations} but must be at least 0");
        if (Population is < 0 or 1 or 2 or 3) throw new ArgumentException($"option {nameof(Population)} is {Population} but must be 0 or at least 4");
        if (!(Spread > 0)) throw new ArgumentException($"option {nameof(Spread)} is {Spread} but must be positive");
    }
}
