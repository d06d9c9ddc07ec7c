using Splatsim.Mathematics;

namespace Splatsim.Rendering;

/// <summary>
/// Gradient of a loss with respect to what blending reads of a splat: place, conic, opacity, depth and colour, each taken
/// as independent of the others.
/// </summary>
/// <typeparam name="T">The number.</typeparam>
public struct ScreenGradient<T>
    where T : unmanaged, IReal<T>
{
    /// <summary>With respect to the mean, column [1/px].</summary>
    public T U;

    /// <summary>With respect to the mean, row [1/px].</summary>
    public T V;

    /// <summary>With respect to the conic's entries A, B, C of sigma = (A dx^2 + C dy^2)/2 + B dx dy [px^2].</summary>
    public T ConicXX, ConicXY, ConicYY;

    /// <summary>With respect to the opacity that is blended with: the compensated one in antialiased mode.</summary>
    public T Opacity;

    /// <summary>With respect to the depth [1/scene unit].</summary>
    public T Depth;

    /// <summary>With respect to red, green and blue after the clamp at 0.</summary>
    public Vector3<T> Color;
}
