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

    /// <summary>For splats that are split where they stretch: up to 6, and what stretches further has torn.</summary>
    public static readonly StretchClamp Splitting = new(0.25, 6) { ShrinksTorn = true };

    /// <summary>For liquids: a drop has no memory of the shape that its splats had, so its splats stretch just enough to keep a surface closed.</summary>
    public static readonly StretchClamp Liquid = new(0.6, 2.5) { ShrinksTorn = true };

    /// <summary>
    /// Whether a stretch s above the maximum m is drawn as m^2/s, at least 1, instead of m: such a splat lies in a crack, and the
    /// wider the crack opens the less of it is bridged.
    /// </summary>
    public bool ShrinksTorn { get; init; }

    internal void Validate()
    {
        if (!(Minimum > 0 && Maximum >= Minimum && double.IsFinite(Maximum)))
            throw new ArgumentException($"stretch clamp {Minimum} to {Maximum}: use 0 < minimum <= maximum < infinity");
        if (ShrinksTorn && Maximum < 1)
            throw new ArgumentException($"stretch clamp up to {Maximum} that shrinks torn splats: use a maximum of at least 1");
    }
}
