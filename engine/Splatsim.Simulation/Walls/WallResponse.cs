using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>What a wall does to a node that matter deals with from its other side, written once for every number.</summary>
internal static class WallResponse
{
    /// <summary>Unit normal of a wall at a node, towards the side that the matter is on.</summary>
    public static Vector3<Real64> Normal(in SurfaceSite site, WallKey key, int wall) => key.IsInFront(wall) ? site.Normal : -site.Normal;

    /// <summary>The velocity that a wall leaves [m/s].</summary>
    /// <param name="contact">The wall.</param>
    /// <param name="site">Where the node is.</param>
    /// <param name="isInFront">Whether the matter is in front of the wall.</param>
    /// <param name="node">The node's indices as numbers [cells].</param>
    /// <param name="velocity">Its velocity [m/s].</param>
    public static Vector3<T> Allowed<T>(in GridContact<T> contact, in SurfaceSite site, bool isInFront, Vector3<T> node, Vector3<T> velocity)
        where T : unmanaged, IReal<T>
    {
        if (site.Faces is not { } faces) return One(in contact, Facing(site.Normal, isInFront), node, velocity);
        // Beyond an edge lies a hollow of both faces, as between two planes.
        foreach (Vector3<Real64> face in faces) velocity = One(in contact, Facing(face, isInFront), node, velocity);
        return velocity;
    }

    /// <summary>Adds the unit normals that <see cref="Allowed"/> goes through, for back ends that keep them.</summary>
    /// <param name="site">Where the node is.</param>
    /// <param name="isInFront">Whether the matter is in front of the wall.</param>
    /// <param name="normals">Takes them.</param>
    public static void AddFaces(in SurfaceSite site, bool isInFront, List<Vector3<Real64>> normals)
    {
        if (site.Faces is not { } faces) normals.Add(Facing(site.Normal, isInFront));
        else foreach (Vector3<Real64> face in faces) normals.Add(Facing(face, isInFront));
    }

    /// <summary>The adjoint of what some faces of a wall do to a node one after the other.</summary>
    /// <param name="contact">The wall.</param>
    /// <param name="faces">Its faces.</param>
    /// <param name="first">The first that acts.</param>
    /// <param name="end">The one after the last.</param>
    /// <param name="node">The node's indices as numbers [cells].</param>
    /// <param name="velocity">Its velocity before the first [m/s].</param>
    /// <param name="bar">Derivatives by the velocity after the last; replaced by those by the velocity before the first.</param>
    /// <param name="sum">Receives the derivatives by the contact, added.</param>
    public static void AllowedAdjoint<T, TFaces>(
        in GridContact<T> contact, in TFaces faces, int first, int end, Vector3<T> node, Vector3<T> velocity, ref Vector3<T> bar,
        ref ContactCotangents<T> sum)
        where T : unmanaged, IReal<T>
        where TFaces : struct, IWallFaces<T>
    {
        for (int face = end - 1; face >= first; face--)
        {
            Vector3<T> met = velocity;
            for (int i = first; i < face; i++) met = GridContacts.Allowed(in contact, faces.Normal(i), node, met);
            GridContactsAdjoint.Allowed(in contact, faces.Normal(face), node, met, ref bar, ref sum);
        }
    }

    private static Vector3<Real64> Facing(Vector3<Real64> normal, bool isInFront) => isInFront ? normal : -normal;

    private static Vector3<T> One<T>(in GridContact<T> contact, Vector3<Real64> normal, Vector3<T> node, Vector3<T> velocity)
        where T : unmanaged, IReal<T> => GridContacts.Allowed(in contact, Scalars.FromDouble<T>(normal), node, velocity);
}
