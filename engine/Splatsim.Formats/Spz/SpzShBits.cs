namespace Splatsim.Formats;

/// <summary>How many of the 8 bits of a harmonic coefficient an SPZ writer uses; fewer bits compress better.</summary>
/// <param name="First">Bits of degree 1, 1 to 8.</param>
/// <param name="Higher">Bits of the higher degrees, 1 to 8.</param>
public readonly record struct SpzShBits(int First, int Higher)
{
    /// <summary>5 and 4 bits, as the reference writer does.</summary>
    public static SpzShBits Default => new(5, 4);

    /// <summary>All 8 bits.</summary>
    public static SpzShBits Full => new(8, 8);
}
