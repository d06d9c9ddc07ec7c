using Splatsim.Mathematics;

namespace Splatsim.Rendering;

/// <summary>
/// Gradient of a loss with respect to the exponents sigma = |e|^2/2 of one splat's falloff in all pixels, as moments of
/// e = L d, the offset in units of the splat itself: there needles are round, so that no digits cancel on the way back.
/// </summary>
/// <typeparam name="T">The number.</typeparam>
public struct FalloffGradient<T>
    where T : unmanaged, IReal<T>
{
    /// <summary>Sum of dL/dsigma times e.</summary>
    public T First, Second;

    /// <summary>Sum of dL/dsigma times e e^T.</summary>
    public T FirstFirst, FirstSecond, SecondSecond;

    /// <summary>Gradient with respect to the mean: the sum of g K d = L^T g e.</summary>
    /// <param name="factor">L of the conic K = L^T L.</param>
    /// <param name="u">Receives the derivative by the column [1/px].</param>
    /// <param name="v">Receives the derivative by the row [1/px].</param>
    public readonly void Place(in ConicFactor<T> factor, out T u, out T v)
    {
        u = factor.L00 * First;
        v = T.FusedMultiplyAdd(factor.L01, First, factor.L11 * Second);
    }

    /// <summary>Gradient with respect to the conic's entries A, B, C of sigma = (A dx^2 + C dy^2)/2 + B dx dy.</summary>
    /// <param name="factor">L of the conic K = L^T L.</param>
    /// <param name="xx">Receives the derivative by A.</param>
    /// <param name="xy">Receives the derivative by B.</param>
    /// <param name="yy">Receives the derivative by C.</param>
    public readonly void Conic(in ConicFactor<T> factor, out T xx, out T xy, out T yy)
    {
        T half = T.FromDouble(0.5), x = T.One / factor.L00, y = T.One / factor.L11, slope = factor.L01 * y;
        T across = FirstSecond - slope * SecondSecond;
        xx = half * (x * x) * (FirstFirst - slope * (FirstSecond + across));
        xy = x * y * across;
        yy = half * (y * y) * SecondSecond;
    }

    /// <summary>Gradient with respect to the covariance C = K^-1: -L^T S L / 2, because dK = -K dC K.</summary>
    /// <param name="factor">L of the conic K = L^T L.</param>
    /// <returns>XY is the derivative by the one number XY; the determinant's part is 0.</returns>
    public readonly ScreenCovariance<T> Covariance(in ConicFactor<T> factor)
    {
        T half = T.FromDouble(0.5);
        T first = T.FusedMultiplyAdd(factor.L01, FirstFirst, factor.L11 * FirstSecond);
        T second = T.FusedMultiplyAdd(factor.L01, FirstSecond, factor.L11 * SecondSecond);
        ScreenCovariance<T> result;
        result.XX = -(half * factor.L00 * factor.L00 * FirstFirst);
        result.XY = -(factor.L00 * first);
        result.YY = -(half * T.FusedMultiplyAdd(factor.L01, first, factor.L11 * second));
        result.Determinant = T.Zero;
        return result;
    }
}
