namespace Splatsim.Scenes;

/// <summary>An adjoint derivative beside central differences of fourth order in double precision.</summary>
public sealed record ParameterCheck
{
    /// <summary>The parameter.</summary>
    public required string Name { get; init; }

    /// <summary>Its unit.</summary>
    public required string Unit { get; init; }

    /// <summary>Its value.</summary>
    public required double Value { get; init; }

    /// <summary>The derivative of the loss at the horizon by the adjoint.</summary>
    public required double Adjoint { get; init; }

    /// <summary>The same by differences, at the step that comes nearest; NaN where there is none.</summary>
    public required double Difference { get; init; }

    /// <summary>How far they are apart, relative to the larger one.</summary>
    public required double RelativeError { get; init; }

    /// <summary>That step, in the parameter's unit.</summary>
    public required double BestStep { get; init; }

    /// <summary>Smallest disagreement of the differences of two neighbouring steps, relative.</summary>
    public required double Spread { get; init; }

    /// <summary>What that means.</summary>
    public required GradientVerdict Verdict { get; init; }

    /// <summary>The verdict in words, with its numbers.</summary>
    public required string Reason { get; init; }

    /// <summary>Runs of all steps that took other branches than the unchanged one, and how many runs there were.</summary>
    public required (int Crossed, int Of) Branches { get; init; }

    /// <summary>Relative errors at the best step after each part of the horizon.</summary>
    public required IReadOnlyList<double> Errors { get; init; }

    /// <summary>
    /// How much of what a change of 1 % of the parameter does the gradient misses, after each part of the horizon: 0 where it foretells all,
    /// 1 where it says nothing.
    /// </summary>
    public required IReadOnlyList<double> Missed { get; init; }

    /// <summary>
    /// Time from which on the gradient misses more than half of what a change of 1 % does [s]; infinite where it never does within the horizon.
    /// </summary>
    public required double UsefulHorizon { get; init; }
}
