using System.Runtime.CompilerServices;
using Splatsim.Mathematics;

namespace Splatsim.Rendering;

/// <summary>Reverse of the expected depth: the sum of weight times depth over the sum of the weights.</summary>
public static class ExpectedDepthAdjoint
{
    /// <summary>Weight by which the sum is not divided.</summary>
    public const double SmallestWeight = 1e-10;

    /// <summary>From the expected depth of a pixel back to the sum of depth and to the coverage, which are added to.</summary>
    /// <param name="expected">Gradient with respect to the expected depth.</param>
    /// <param name="sum">Sum of weight times depth.</param>
    /// <param name="weight">Sum of the weights: the coverage.</param>
    /// <param name="depth">Gradient with respect to the sum.</param>
    /// <param name="coverage">Gradient with respect to the coverage.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add<T>(T expected, T sum, T weight, ref T depth, ref T coverage)
        where T : unmanaged, IReal<T>
    {
        T least = T.FromDouble(SmallestWeight), divisor = T.Max(weight, least);
        depth = depth + expected / divisor;
        // Twice by the weight: the square of a small one leaves the range of floats.
        coverage = coverage - T.Select(weight > least, expected * (sum / divisor) / divisor, T.Zero);
    }
}
