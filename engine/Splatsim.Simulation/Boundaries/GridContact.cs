using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>
/// One boundary during one substep as plain data, the same for every back end. Geometry is in cells, counted from node
/// (0, 0, 0) of the domain, so that node positions are exact whole numbers in any precision; velocities are in m/s.
/// </summary>
/// <typeparam name="T">The number.</typeparam>
public struct GridContact<T>
    where T : unmanaged, IReal<T>
{
    /// <summary>Which nodes.</summary>
    public ContactShape Shape;

    /// <summary>What happens to their velocity.</summary>
    public ContactMode Mode;

    /// <summary>A point of the plane, or the centre of the box [cells].</summary>
    public Vector3<T> Point;

    /// <summary>Half-space: unit normal into the free side. Box: unused.</summary>
    public Vector3<T> Normal;

    /// <summary>Box: half its edges [cells]. Half-space: unused.</summary>
    public Vector3<T> HalfSize;

    /// <summary>Nodes up to this far outside count as on the surface [cells].</summary>
    public T Tolerance;

    /// <summary>Coulomb coefficient.</summary>
    public T Friction;

    /// <summary>Velocity of the boundary [m/s].</summary>
    public Vector3<T> Velocity;

    /// <summary>The same contact in another number, with a tolerance that this number can resolve on this grid.</summary>
    /// <param name="contact">The contact in double precision.</param>
    /// <param name="domain">The grid; its length in cells bounds the rounding of a node's distance.</param>
    public static GridContact<T> From(in GridContact<Real64> contact, GridDomain domain)
    {
        // Distances are sums of three products of coordinates up to the grid's length: a few roundings of that size.
        double resolution = 4 * T.Epsilon * Math.Max(domain.CountX, Math.Max(domain.CountY, domain.CountZ));
        return new()
        {
            Shape = contact.Shape,
            Mode = contact.Mode,
            Point = Convert(contact.Point),
            Normal = Convert(contact.Normal),
            HalfSize = Convert(contact.HalfSize),
            Tolerance = T.FromDouble(Math.Max(contact.Tolerance.Value, resolution)),
            Friction = T.FromDouble(contact.Friction.Value),
            Velocity = Convert(contact.Velocity),
        };
    }

    private static Vector3<T> Convert(Vector3<Real64> v) =>
        new(T.FromDouble(v.X.Value), T.FromDouble(v.Y.Value), T.FromDouble(v.Z.Value));
}
