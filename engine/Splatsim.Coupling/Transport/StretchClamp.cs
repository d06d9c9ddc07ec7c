namespace Splatsim.Coupling;

/// <summary>
/// Bounds of the principal stretches that a splat is drawn with. Matter may stretch without limit; a splat that does
/// turns into a needle that shows its seams.
/// </summary>
/// <param name="Minimum">Least stretch, positive.</param>
/// <param name="Maximum">Greatest stretch, at least the least.</param>
public readonly record struct StretchClamp(double Minimum, double Maximum)
{
    /// <summary>0.25 to 4.</summary>
    public static readonly StretchClamp Default = new(0.25, 4);

    internal void Validate()
    {
        if (!(Minimum > 0 && Maximum >= Minimum && double.IsFinite(Maximum)))
            throw new ArgumentException($"stretch clamp {Minimum} to {Maximum}: use 0 < minimum <= maximum < infinity");
    }
}
