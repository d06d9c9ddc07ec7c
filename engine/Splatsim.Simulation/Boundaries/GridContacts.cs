using System.Runtime.CompilerServices;
using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>The contact formulas, written once for every number: double, float, SIMD lanes and GPU threads.</summary>
public static class GridContacts
{
    /// <summary>How far outside a surface a node still counts as on it [cells].</summary>
    public const double SurfaceTolerance = 1e-6;

    /// <summary>Applies one contact that reads no field to one node (or one node per lane).</summary>
    /// <param name="contact">The contact.</param>
    /// <param name="node">The node's indices as numbers [cells].</param>
    /// <param name="velocity">The node's velocity after forces; replaced [m/s].</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<T>(in GridContact<T> contact, Vector3<T> node, ref Vector3<T> velocity)
        where T : unmanaged, IReal<T> => Apply(in contact, default(NoFields<T>), node, ref velocity);

    /// <summary>Applies one contact to one node (or one node per lane).</summary>
    /// <param name="contact">The contact.</param>
    /// <param name="fields">The fields that contacts name by number.</param>
    /// <param name="node">The node's indices as numbers [cells].</param>
    /// <param name="velocity">The node's velocity after forces; replaced [m/s].</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<T, TFields>(in GridContact<T> contact, in TFields fields, Vector3<T> node, ref Vector3<T> velocity)
        where T : unmanaged, IReal<T>
        where TFields : struct, IFieldReader<T>
    {
        T distance = ContactShapes.Distance(in contact, in fields, node, out Vector3<T> normal);
        Mask<T> affected = distance <= contact.Tolerance;
        if (!T.Any(affected)) return;
        velocity = Vector3<T>.Select(affected, Allowed(in contact, normal, node, velocity), velocity);
    }

    /// <summary>The velocity that a contact leaves to a node that it affects [m/s].</summary>
    /// <param name="contact">The contact.</param>
    /// <param name="normal">Unit normal out of the boundary.</param>
    /// <param name="node">The node's indices as numbers [cells].</param>
    /// <param name="velocity">The node's velocity [m/s].</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector3<T> Allowed<T>(in GridContact<T> contact, Vector3<T> normal, Vector3<T> node, Vector3<T> velocity)
        where T : unmanaged, IReal<T>
    {
        Vector3<T> surface = SurfaceVelocity(in contact, node);
        return surface + Respond(contact.Mode, contact.Friction, contact.Restitution, normal, velocity - surface);
    }

    /// <summary>Velocity of a boundary at a node [m/s].</summary>
    /// <param name="contact">The contact.</param>
    /// <param name="node">The node's indices as numbers [cells].</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector3<T> SurfaceVelocity<T>(in GridContact<T> contact, Vector3<T> node)
        where T : unmanaged, IReal<T> => contact.IsSpinning == 0
            ? contact.Velocity
            : contact.Velocity + contact.VelocityGradient * (node - contact.Point);

    /// <summary>The relative velocity that a contact mode leaves.</summary>
    /// <param name="mode">The mode.</param>
    /// <param name="friction">Coulomb coefficient, used by that mode only.</param>
    /// <param name="restitution">
    /// Part of the approach speed that is given back, by separate and coulomb only. It is Newton's law of impact for the mass at
    /// the node; a body that touches with a thin layer at a time bounces by its own elasticity and by this.
    /// </param>
    /// <param name="normal">Unit normal out of the boundary.</param>
    /// <param name="relative">Velocity relative to the boundary [m/s].</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector3<T> Respond<T>(ContactMode mode, T friction, T restitution, Vector3<T> normal, Vector3<T> relative)
        where T : unmanaged, IReal<T>
    {
        if (mode == ContactMode.Sticky) return default;
        T normalSpeed = Vector3<T>.Dot(relative, normal);
        if (mode == ContactMode.Slip) return relative - normalSpeed * normal;
        T removed = (T.One + restitution) * T.Min(normalSpeed, T.Zero);
        if (mode == ContactMode.Separate) return relative - removed * normal;

        // Coulomb: the normal impulse, m (1 + e) |r_n|, allows a tangential impulse of up to friction times it.
        Vector3<T> tangential = relative - normalSpeed * normal;
        T speed = Norms.Safe(in tangential);
        T remaining = T.FusedMultiplyAdd(friction, removed, speed);
        Mask<T> slides = remaining > T.Zero;
        T factor = T.Select(slides, remaining, T.Zero) / T.Select(slides, speed, T.One);
        Vector3<T> rebound = (-restitution * T.Min(normalSpeed, T.Zero)) * normal;
        return Vector3<T>.Select(normalSpeed >= T.Zero, relative, factor * tangential + rebound);
    }
}
