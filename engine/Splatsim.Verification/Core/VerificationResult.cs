namespace Splatsim.Verification;

/// <summary>What one case found.</summary>
public sealed record VerificationResult
{
    /// <summary>Name of the case.</summary>
    public required string Name { get; init; }

    /// <summary>What it proves.</summary>
    public required string Claim { get; init; }

    /// <summary>Where its truth comes from.</summary>
    public required string Source { get; init; }

    /// <summary>How much was spent.</summary>
    public required VerificationResolution Resolution { get; init; }

    /// <summary>The set-up in a sentence or two: resolution, material, step.</summary>
    public string Setting { get; init; } = "";

    /// <summary>What was measured.</summary>
    public IReadOnlyList<VerificationFigure> Figures { get; init; } = [];

    /// <summary>Pictures.</summary>
    public IReadOnlyList<VerificationChart> Charts { get; init; } = [];

    /// <summary>What was left out, and why: one sentence each.</summary>
    public IReadOnlyList<string> Skipped { get; init; } = [];

    /// <summary>What broke; null where nothing did.</summary>
    public string? Failure { get; init; }

    /// <summary>Wall time.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>True when nothing was measured because something is missing here.</summary>
    public bool IsSkipped => Failure is null && Figures.Count == 0;

    /// <summary>True when nothing broke and every figure is in its band; a case that measured nothing has not failed.</summary>
    public bool Passed => Failure is null && Figures.All(f => f.Passed);
}
