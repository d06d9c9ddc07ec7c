namespace Splatsim.Scenes;

/// <summary>How a gradient is checked.</summary>
public sealed record GradientCheckOptions
{
    /// <summary>Substeps that a check runs for where no horizon is given.</summary>
    public const int UsualSubsteps = 200;

    /// <summary>The loss, of the state at the horizon.</summary>
    public GradientLoss Loss { get; init; } = GradientLosses.All[0];

    /// <summary>Simulated time [s]; null takes <see cref="UsualSubsteps"/> substeps.</summary>
    public double? Horizon { get; init; }

    /// <summary>Equal parts that the horizon is cut into: the gradient is looked at after each of them.</summary>
    public int Points { get; init; } = 8;

    /// <summary>Largest difference, relative, at which the adjoint counts as right.</summary>
    public double Tolerance { get; init; } = 1e-5;

    /// <summary>Threads; 0 takes all processors. Results do not depend on it.</summary>
    public int Threads { get; init; }
}
