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

    /// <summary>A point of the plane, or the centre of the shape [cells].</summary>
    public Vector3<T> Point;

    /// <summary>Half-space: unit normal into the free side. Others: unused.</summary>
    public Vector3<T> Normal;

    /// <summary>
    /// Box: half its edges. Sphere, capsule, cylinder: X is the radius, Y half the length along the axis (of a capsule without its
    /// caps). Fields: the last node along each axis, the only lengths here that are not in cells.
    /// </summary>
    public Vector3<T> HalfSize;

    /// <summary>Not 0 where <see cref="Rotation"/> says how the shape is turned; 0 leaves its axes along the grid's.</summary>
    public int IsTurned;

    /// <summary>The shape's local axes, as rows, in the grid's frame.</summary>
    public Matrix3x3<T> Rotation;

    /// <summary>Not 0 where the free side is inside the shape.</summary>
    public int IsHollow;

    /// <summary>Nodes up to this far outside count as on the surface [cells].</summary>
    public T Tolerance;

    /// <summary>Coulomb coefficient.</summary>
    public T Friction;

    /// <summary>Part of the approach speed that a node is sent back with, 0 to 1; separate and coulomb only.</summary>
    public T Restitution;

    /// <summary>Velocity of the boundary at <see cref="Point"/> [m/s].</summary>
    public Vector3<T> Velocity;

    /// <summary>Not 0 where <see cref="VelocityGradient"/> says how the velocity changes from place to place.</summary>
    public int IsSpinning;

    /// <summary>Change of the boundary's velocity per cell: (angular velocity x) times the cell size [m/s].</summary>
    public Matrix3x3<T> VelocityGradient;

    /// <summary>Number of the field of heights or distances, which are in units of its spacing.</summary>
    public int Field;

    /// <summary>Node (0, 0, 0) of the field in the local frame [cells].</summary>
    public Vector3<T> FieldOrigin;

    /// <summary>Nodes of the field per cell.</summary>
    public T FieldScale;

    /// <summary>Number of the rigid body that feels the contact, from 1; 0 where the boundary moves as it is told.</summary>
    public int Body;

    /// <summary>Number of the thin wall, from 1, whose shape is <see cref="ContactShape.Thin"/>; 0 for everything else.</summary>
    public int Wall;

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
            IsTurned = contact.IsTurned,
            Rotation = Convert(in contact.Rotation),
            IsHollow = contact.IsHollow,
            Tolerance = T.FromDouble(Math.Max(contact.Tolerance.Value, resolution)),
            Friction = T.FromDouble(contact.Friction.Value),
            Restitution = T.FromDouble(contact.Restitution.Value),
            Velocity = Convert(contact.Velocity),
            IsSpinning = contact.IsSpinning,
            VelocityGradient = Convert(in contact.VelocityGradient),
            Field = contact.Field,
            FieldOrigin = Convert(contact.FieldOrigin),
            FieldScale = T.FromDouble(contact.FieldScale.Value),
            Body = contact.Body,
            Wall = contact.Wall,
        };
    }

    private static Matrix3x3<T> Convert(in Matrix3x3<Real64> m) =>
        Matrix3x3<T>.FromRows(Convert(m.Row0), Convert(m.Row1), Convert(m.Row2));

    private static Vector3<T> Convert(Vector3<Real64> v) =>
        new(T.FromDouble(v.X.Value), T.FromDouble(v.Y.Value), T.FromDouble(v.Z.Value));
}
