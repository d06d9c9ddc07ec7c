using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>The faces of a wall that act on a node, in the order in which they act.</summary>
/// <typeparam name="T">A number of one lane.</typeparam>
internal interface IWallFaces<T>
    where T : unmanaged, IReal<T>
{
    /// <summary>Unit normal of a face, towards the side that the matter is on.</summary>
    Vector3<T> Normal(int face);
}

/// <summary>The faces of a site.</summary>
/// <param name="site">Where the node is.</param>
/// <param name="isInFront">Whether the matter is in front of the wall.</param>
/// <typeparam name="T">A number of one lane.</typeparam>
internal readonly struct SiteFaces<T>(SurfaceSite site, bool isInFront) : IWallFaces<T>
    where T : unmanaged, IReal<T>
{
    /// <summary>How many there are.</summary>
    public int Count => site.Faces?.Count ?? 1;

    public Vector3<T> Normal(int face)
    {
        Vector3<Real64> normal = site.Faces is { } faces ? faces[face] : site.Normal;
        return Scalars.FromDouble<T>(isInFront ? normal : -normal);
    }
}
