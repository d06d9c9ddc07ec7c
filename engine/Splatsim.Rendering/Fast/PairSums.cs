namespace Splatsim.Rendering;

/// <summary>
/// Places of what one tile adds to the gradient of one splat: colour, depth, opacity times its gradient, and the moments of
/// <see cref="FalloffGradient{T}"/> with the opposite sign, in the scale of <see cref="FalloffScale.ConicScale"/>.
/// </summary>
internal static class PairSums
{
    /// <summary>Places; colour and depth in the order of <see cref="SplatRecord"/>.</summary>
    public const int Red = 0, Green = 1, Blue = 2, Depth = 3, Opacity = 4, First = 5, Second = 6,
        FirstFirst = 7, FirstSecond = 8, SecondSecond = 9, Channels = 10;

    /// <summary>Places that are summed four at a time.</summary>
    public static int Rows(int channels) => (Channels + channels + 3) & ~3;
}
