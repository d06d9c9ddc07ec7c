namespace Splatsim.Rendering;

/// <summary>Constants that fold the base 2^8 of <see cref="SplatRecord"/> into a splat's numbers.</summary>
internal static class FalloffScale
{
    /// <summary>Squares between the polynomial's value and the result: x to the power of 8.</summary>
    public const int Exponent = 8;

    /// <summary>Natural logarithm of the base: 8 ln 2.</summary>
    public const double LogBase = 5.5451774444795624753;

    /// <summary>Square root of 1 / (2 LogBase): what the conic's factor is multiplied by, so that s = sigma / LogBase.</summary>
    public const double ConicScale = 0.30028060219661246;
}
