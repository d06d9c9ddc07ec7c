using System.Runtime.CompilerServices;
using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>The contact formulas, written once for every number: double, float, SIMD lanes and GPU threads.</summary>
public static class GridContacts
{
    /// <summary>How far outside a surface a node still counts as on it [cells].</summary>
    public const double SurfaceTolerance = 1e-6;

    /// <summary>Applies one contact to one node (or one node per lane).</summary>
    /// <param name="contact">The contact.</param>
    /// <param name="node">The node's indices as numbers [cells].</param>
    /// <param name="velocity">The node's velocity after forces; replaced [m/s].</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<T>(in GridContact<T> contact, Vector3<T> node, ref Vector3<T> velocity)
        where T : unmanaged, IReal<T>
    {
        T distance;
        Vector3<T> normal;
        if (contact.Shape == ContactShape.HalfSpace)
        {
            normal = contact.Normal;
            distance = Vector3<T>.Dot(node - contact.Point, normal);
        }
        else
        {
            distance = BoxDistance(in contact, node, out normal);
        }

        Mask<T> affected = distance <= contact.Tolerance;
        if (!T.Any(affected)) return;
        Vector3<T> relative = velocity - contact.Velocity;
        Vector3<T> allowed = contact.Velocity + Respond(contact.Mode, contact.Friction, normal, relative);
        velocity = Select(affected, allowed, velocity);
    }

    /// <summary>The relative velocity that a contact mode leaves.</summary>
    /// <param name="mode">The mode.</param>
    /// <param name="friction">Coulomb coefficient, used by that mode only.</param>
    /// <param name="normal">Unit normal out of the boundary.</param>
    /// <param name="relative">Velocity relative to the boundary [m/s].</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector3<T> Respond<T>(ContactMode mode, T friction, Vector3<T> normal, Vector3<T> relative)
        where T : unmanaged, IReal<T>
    {
        if (mode == ContactMode.Sticky) return default;
        T normalSpeed = Vector3<T>.Dot(relative, normal);
        if (mode == ContactMode.Slip) return relative - normalSpeed * normal;
        if (mode == ContactMode.Separate) return relative - T.Min(normalSpeed, T.Zero) * normal;

        // Coulomb: the impulse that stops the approach, m |r_n|, allows a tangential impulse of up to friction times it.
        Vector3<T> tangential = relative - normalSpeed * normal;
        T speed = Norms.Safe(in tangential);
        T remaining = T.FusedMultiplyAdd(friction, normalSpeed, speed);
        Mask<T> slides = remaining > T.Zero;
        T factor = T.Select(slides, remaining, T.Zero) / T.Select(slides, speed, T.One);
        return Select(normalSpeed >= T.Zero, relative, factor * tangential);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T BoxDistance<T>(in GridContact<T> contact, Vector3<T> node, out Vector3<T> normal)
        where T : unmanaged, IReal<T>
    {
        // The largest of the three signed face distances; its axis is the outward normal for nodes inside.
        Vector3<T> offset = node - contact.Point;
        T x = T.Abs(offset.X) - contact.HalfSize.X;
        T y = T.Abs(offset.Y) - contact.HalfSize.Y;
        T z = T.Abs(offset.Z) - contact.HalfSize.Z;
        T largest = T.Max(x, T.Max(y, z));
        Mask<T> alongX = x >= largest;
        Mask<T> alongY = !alongX & (y >= largest);
        Mask<T> alongZ = !alongX & !alongY;
        normal = new(Sign(alongX, offset.X), Sign(alongY, offset.Y), Sign(alongZ, offset.Z));
        return largest;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Sign<T>(Mask<T> mask, T value)
        where T : unmanaged, IReal<T> =>
        T.Select(mask, T.Select(value < T.Zero, -T.One, T.One), T.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector3<T> Select<T>(Mask<T> mask, Vector3<T> whenTrue, Vector3<T> whenFalse)
        where T : unmanaged, IReal<T> =>
        new(
            T.Select(mask, whenTrue.X, whenFalse.X),
            T.Select(mask, whenTrue.Y, whenFalse.Y),
            T.Select(mask, whenTrue.Z, whenFalse.Z));
}
