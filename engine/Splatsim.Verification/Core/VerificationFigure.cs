namespace Splatsim.Verification;

/// <summary>A measured number with the band that it must lie in.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Value">The number.</param>
/// <param name="Unit">Its unit; empty for pure numbers.</param>
/// <param name="Minimum">Lower end of the band; minus infinity for none.</param>
/// <param name="Maximum">Upper end of the band; infinity for none.</param>
/// <param name="Engine">What computed it.</param>
/// <param name="Band">Where the band comes from.</param>
public sealed record VerificationFigure(
    string Name, double Value, string Unit, double Minimum, double Maximum, string Engine, string Band)
{
    /// <summary>True when the number is in its band; NaN never is.</summary>
    public bool Passed => Value >= Minimum && Value <= Maximum;

    /// <summary>The band in words.</summary>
    public string BandText => (double.IsFinite(Minimum), double.IsFinite(Maximum)) switch
    {
        (true, true) => FormattableString.Invariant($"{Minimum:g4} .. {Maximum:g4}"),
        (true, false) => FormattableString.Invariant($">= {Minimum:g4}"),
        (false, true) => FormattableString.Invariant($"<= {Maximum:g4}"),
        _ => "shown only",
    };
}
