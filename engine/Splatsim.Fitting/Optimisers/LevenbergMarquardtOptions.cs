namespace Splatsim.Fitting;

/// <summary>How Levenberg-Marquardt searches.</summary>
public sealed record LevenbergMarquardtOptions
{
    /// <summary>Gauss-Newton: no damping, and halved steps where a full one does not help.</summary>
    public static LevenbergMarquardtOptions GaussNewton { get; } = new() { Damping = 0 };

    /// <summary>Iterations at most.</summary>
    public int Iterations { get; init; } = 50;

    /// <summary>Damping at first, a multiple of the diagonal of J^T J; 0 for Gauss-Newton.</summary>
    public double Damping { get; init; } = 0.01;

    /// <summary>What damping is divided by after a step that helped.</summary>
    public double Relief { get; init; } = 4;

    /// <summary>What damping is multiplied by after a step that did not.</summary>
    public double Pressure { get; init; } = 6;

    /// <summary>Steps that are tried in an iteration.</summary>
    public int Tries { get; init; } = 12;

    /// <summary>Largest move of one parameter in a step.</summary>
    public double LargestStep { get; init; } = double.PositiveInfinity;

    /// <summary>The search ends when no parameter moves by more than this.</summary>
    public double StepTolerance { get; init; } = 1e-10;

    /// <summary>The search ends when a step lowers the sum of squares by no more than this share of it.</summary>
    public double LossTolerance { get; init; } = 1e-14;

    internal void Validate()
    {
        if (!(Damping >= 0)) throw new ArgumentException($"option {nameof(Damping)} is {Damping} but must be at least 0");
        if (!(Relief >= 1) || !(Pressure > 1)) throw new ArgumentException($"options {nameof(Relief)} and {nameof(Pressure)} are {Relief} and {Pressure} but must be at least, and above, 1");
        if (Tries < 1) throw new ArgumentException($"option {nameof(Tries)} is {Tries} but must be at least 1");
        if (!(LargestStep > 0)) throw new ArgumentException($"option {nameof(LargestStep)} is {LargestStep} but must be positive");
    }
}
