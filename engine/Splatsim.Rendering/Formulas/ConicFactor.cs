using System.Runtime.CompilerServices;
using Splatsim.Mathematics;

namespace Splatsim.Rendering;

/// <summary>
/// The upper Cholesky factor of the conic K = C^-1: K = L^T L, so that 2 sigma = (L00 dx + L01 dy)^2 + (L11 dy)^2 is a
/// sum of squares. It cannot become negative, and needles keep the digits that A dx^2 + 2 B dx dy + C dy^2 cancels away.
/// </summary>
/// <typeparam name="T">The number.</typeparam>
public struct ConicFactor<T>
    where T : unmanaged, IReal<T>
{
    /// <summary>First row, first column [1/px].</summary>
    public T L00;

    /// <summary>First row, second column [1/px].</summary>
    public T L01;

    /// <summary>Second row, second column [1/px].</summary>
    public T L11;

    /// <summary>Factors the inverse of a projected covariance.</summary>
    /// <param name="splat">The projected splat; its determinant is positive where it is visible.</param>
    /// <param name="scale">Multiplies every entry: 1, or what folds a base of the exponential into the factor.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ConicFactor<T> Of(in ProjectedSplat<T> splat, T scale)
    {
        // Two roots: the product C11 det C leaves the range of floats for splats wider than some 1e6 px.
        T rootRow = T.Sqrt(splat.YY), rootDeterminant = T.Sqrt(splat.Determinant);
        T first = scale / rootDeterminant;
        ConicFactor<T> result;
        result.L00 = first * rootRow;
        result.L01 = -(first * (splat.XY / rootRow));
        result.L11 = scale / rootRow;
        return result;
    }

    /// <summary>Half of d^T K d: the exponent sigma of the falloff exp(-sigma), for a factor of scale 1.</summary>
    /// <param name="dx">Mean minus pixel centre, columns [px].</param>
    /// <param name="dy">Mean minus pixel centre, rows [px].</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly T Sigma(T dx, T dy) => Sigma(dx, dy, out _, out _);

    /// <summary>The same with e = L d, the offset in units of the splat itself.</summary>
    /// <param name="dx">Mean minus pixel centre, columns [px].</param>
    /// <param name="dy">Mean minus pixel centre, rows [px].</param>
    /// <param name="first">Receives the first component of e.</param>
    /// <param name="second">Receives the second.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly T Sigma(T dx, T dy, out T first, out T second)
    {
        first = T.FusedMultiplyAdd(L01, dy, L00 * dx);
        second = L11 * dy;
        return T.FromDouble(0.5) * T.FusedMultiplyAdd(first, first, second * second);
    }
}
