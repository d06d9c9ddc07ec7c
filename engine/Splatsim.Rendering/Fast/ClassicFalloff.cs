using System.Runtime.CompilerServices;
using Splatsim.Mathematics;

namespace Splatsim.Rendering;

/// <summary>alpha = 2^(8 x) for x in [-1, 0]: exact extent, no tail floor, minimum alpha at least 1/256.</summary>
/// <remarks>
/// Minimax polynomial of degree 5 for 2^x on [-1, 0] (Remez 1934; relative error 7.5e-8), squared three times. No integer
/// operations and no range reduction: the minimum alpha keeps the argument in range.
/// </remarks>
internal readonly struct ClassicFalloff : IFalloff
{
    /// <summary>The smallest minimum alpha that the polynomial's range allows.</summary>
    public const double SmallestAlphaMinimum = 1.0 / 256;

    /// <summary>True for options that it computes; others need <see cref="GeneralFalloff"/>.</summary>
    public static bool Covers(RenderOptions options) =>
        options.Extent == SplatExtent.Exact && options.TailFloor <= 0 && options.AlphaMinimum >= SmallestAlphaMinimum;

    /// <inheritdoc/>
    public static bool ClipsToBox => false;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Alpha<T>(T x, T floor)
        where T : unmanaged, ILanes<T>
    {
        T p = T.FusedMultiplyAdd(T.FromDouble(0.00093878835000999448), x, T.FromDouble(0.0091886117618409265));
        p = T.FusedMultiplyAdd(p, x, T.FromDouble(0.055279722605380506));
        p = T.FusedMultiplyAdd(p, x, T.FromDouble(0.24017218925575909));
        p = T.FusedMultiplyAdd(p, x, T.FromDouble(0.69314225259400342));
        p = T.FusedMultiplyAdd(p, x, T.FromDouble(0.99999992506358781));
        p *= p;
        p *= p;
        return p * p;
    }
}
