using System.Runtime.CompilerServices;
using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>Signed distance and normal of each shape, written once for every number.</summary>
public static class ContactShapes
{
    /// <summary>
    /// Signed distance of a node to the surface of a contact [cells], positive on the free side. Exact for shapes of formulas
    /// (for heights: along the local normal); a sampled distance is interpolated.
    /// </summary>
    /// <param name="contact">The contact.</param>
    /// <param name="fields">The fields that contacts name by number.</param>
    /// <param name="node">The node's indices as numbers [cells].</param>
    /// <param name="normal">Unit normal towards the free side.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Distance<T, TFields>(in GridContact<T> contact, in TFields fields, Vector3<T> node, out Vector3<T> normal)
        where T : unmanaged, IReal<T>
        where TFields : struct, IFieldReader<T>
    {
        Vector3<T> offset = node - contact.Point;
        if (contact.Shape == ContactShape.HalfSpace)
        {
            normal = contact.Normal;
            return Vector3<T>.Dot(offset, normal);
        }

        if (contact.IsTurned != 0) offset = contact.Rotation * offset;
        T distance = contact.Shape switch
        {
            ContactShape.Box => Box(contact.HalfSize, contact.Tolerance, offset, out normal),
            ContactShape.Sphere => Sphere(contact.HalfSize.X, offset, out normal),
            ContactShape.Capsule => Capsule(contact.HalfSize.X, contact.HalfSize.Y, offset, out normal),
            ContactShape.Cylinder => Cylinder(contact.HalfSize.X, contact.HalfSize.Y, offset, out normal),
            ContactShape.Heightfield => Heights(in contact, in fields, offset, out normal),
            _ => Sampled(in contact, in fields, offset, out normal),
        };
        if (contact.IsTurned != 0) normal = TransposedTimes(in contact.Rotation, normal);
        if (contact.IsHollow == 0) return distance;
        normal = -normal;
        return -distance;
    }

    private static T Sphere<T>(T radius, Vector3<T> offset, out Vector3<T> normal)
        where T : unmanaged, IReal<T> => Unit(offset, out normal) - radius;

    private static T Capsule<T>(T radius, T half, Vector3<T> offset, out Vector3<T> normal)
        where T : unmanaged, IReal<T>
    {
        T along = T.Max(-half, T.Min(offset.Y, half));
        return Unit(new(offset.X, offset.Y - along, offset.Z), out normal) - radius;
    }

    // Outside two of its faces the nearest point of a box is on an edge. Within the tolerance it counts as on the face: rounding must
    // not tilt the normal of a node that lies on the surface.
    private static T Box<T>(Vector3<T> half, T tolerance, Vector3<T> offset, out Vector3<T> normal)
        where T : unmanaged, IReal<T>
    {
        T x = T.Abs(offset.X) - half.X, y = T.Abs(offset.Y) - half.Y, z = T.Abs(offset.Z) - half.Z;
        T largest = T.Max(x, T.Max(y, z));
        Mask<T> alongX = x >= largest;
        Mask<T> alongY = !alongX & (y >= largest);
        Mask<T> alongZ = !alongX & !alongY;
        normal = new(Sign(alongX, offset.X), Sign(alongY, offset.Y), Sign(alongZ, offset.Z));
        Mask<T> outside = largest > tolerance;
        if (!T.Any(outside)) return largest;
        Vector3<T> beyond = new(T.Max(x, T.Zero), T.Max(y, T.Zero), T.Max(z, T.Zero));
        T length = Norms.Safe(in beyond);
        T scale = T.One / T.Select(outside, length, T.One);
        normal = new(
            T.Select(outside, Signed(scale * beyond.X, offset.X), normal.X),
            T.Select(outside, Signed(scale * beyond.Y, offset.Y), normal.Y),
            T.Select(outside, Signed(scale * beyond.Z, offset.Z), normal.Z));
        return T.Select(outside, length, largest);
    }

    private static T Cylinder<T>(T radius, T half, Vector3<T> offset, out Vector3<T> normal)
        where T : unmanaged, IReal<T>
    {
        T fromAxis = Unit(new(offset.X, T.Zero, offset.Z), out Vector3<T> radial);
        T aside = fromAxis - radius, above = T.Abs(offset.Y) - half;
        Vector3<T> axial = new(T.Zero, T.Select(offset.Y < T.Zero, -T.One, T.One), T.Zero);
        T largest = T.Max(aside, above);
        Mask<T> onSide = aside >= above;
        normal = new(
            T.Select(onSide, radial.X, T.Zero), T.Select(onSide, T.Zero, axial.Y), T.Select(onSide, radial.Z, T.Zero));
        Mask<T> beyondBoth = T.Min(aside, above) > T.Zero;
        if (!T.Any(beyondBoth)) return largest;
        T length = T.Sqrt(T.Select(beyondBoth, T.FusedMultiplyAdd(aside, aside, above * above), T.One));
        T side = aside / length;
        normal = new(
            T.Select(beyondBoth, side * radial.X, normal.X),
            T.Select(beyondBoth, above / length * axial.Y, normal.Y),
            T.Select(beyondBoth, side * radial.Z, normal.Z));
        return T.Select(beyondBoth, length, largest);
    }

    // Nothing lies beside the rectangle.
    private static T Heights<T, TFields>(in GridContact<T> contact, in TFields fields, Vector3<T> offset, out Vector3<T> normal)
        where T : unmanaged, IReal<T>
        where TFields : struct, IFieldReader<T>
    {
        Vector3<T> at = contact.FieldScale * (offset - contact.FieldOrigin);
        T height = FieldSampling.Bilinear(in fields, contact.Field, at.X, at.Z, contact.HalfSize, out T alongX, out T alongZ);
        T length = Unit(new(-alongX, T.One, -alongZ), out normal);
        T distance = (at.Y - height) / (contact.FieldScale * length);
        T beside = T.Max(T.Max(-at.X, at.X - contact.HalfSize.X), T.Max(-at.Z, at.Z - contact.HalfSize.Z)) / contact.FieldScale;
        return T.Select(beside > contact.Tolerance, T.Max(distance, beside), distance);
    }

    private static T Sampled<T, TFields>(in GridContact<T> contact, in TFields fields, Vector3<T> offset, out Vector3<T> normal)
        where T : unmanaged, IReal<T>
        where TFields : struct, IFieldReader<T>
    {
        Vector3<T> at = contact.FieldScale * (offset - contact.FieldOrigin);
        T distance = FieldSampling.Trilinear(in fields, contact.Field, at, contact.HalfSize, out Vector3<T> gradient);
        _ = Unit(gradient, out normal);
        return distance / contact.FieldScale;
    }

    // Length and direction; up for the zero vector.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Unit<T>(Vector3<T> v, out Vector3<T> direction)
        where T : unmanaged, IReal<T>
    {
        T length = Norms.Safe(in v);
        Mask<T> some = length > T.Zero;
        T scale = T.One / T.Select(some, length, T.One);
        direction = new(scale * v.X, T.Select(some, scale * v.Y, T.One), scale * v.Z);
        return length;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector3<T> TransposedTimes<T>(in Matrix3x3<T> m, Vector3<T> v)
        where T : unmanaged, IReal<T> => v.X * m.Row0 + v.Y * m.Row1 + v.Z * m.Row2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Sign<T>(Mask<T> mask, T value)
        where T : unmanaged, IReal<T> =>
        T.Select(mask, T.Select(value < T.Zero, -T.One, T.One), T.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Signed<T>(T magnitude, T sign)
        where T : unmanaged, IReal<T> => T.Select(sign < T.Zero, -magnitude, magnitude);
}
