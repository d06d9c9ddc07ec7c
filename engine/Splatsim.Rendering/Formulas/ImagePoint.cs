using Splatsim.Mathematics;

namespace Splatsim.Rendering;

/// <summary>A projected point and how it moves with the point in camera axes.</summary>
/// <typeparam name="T">The number.</typeparam>
public struct ImagePoint<T>
    where T : unmanaged, IReal<T>
{
    /// <summary>Column [px]; the centre of the leftmost pixel is 0.5.</summary>
    public T U;

    /// <summary>Row [px]; the centre of the topmost pixel is 0.5.</summary>
    public T V;

    /// <summary>What is compared with near and far, and sorted by: z, or the distance where there is no z [scene units].</summary>
    public T Depth;

    /// <summary>Gradient of U with respect to the point in camera axes [px per scene unit].</summary>
    public Vector3<T> GradientU;

    /// <summary>Gradient of V with respect to the point in camera axes [px per scene unit].</summary>
    public Vector3<T> GradientV;
}
