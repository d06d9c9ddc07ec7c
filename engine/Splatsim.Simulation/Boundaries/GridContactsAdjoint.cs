using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>
/// The adjoint of <see cref="GridContacts"/>: the same formulas, differentiated with <see cref="Dual{T}"/>. Derivatives are the one-sided
/// ones of the branch that acted; which nodes a boundary affects is a choice, which has none.
/// </summary>
public static class GridContactsAdjoint
{
    // The inputs of the response in their order: relative velocity, normal, coefficients.
    private const int Normal = 3, Friction = 6, Restitution = 7;

    /// <summary>The adjoint of one contact at one node.</summary>
    /// <param name="contact">The contact.</param>
    /// <param name="fields">The fields that contacts name by number.</param>
    /// <param name="node">The node's indices as numbers [cells].</param>
    /// <param name="before">The node's velocity before the contact [m/s].</param>
    /// <param name="cotangent">Derivatives of a loss by the velocity after it; replaced by those by the velocity before.</param>
    /// <param name="sum">Receives the derivatives by the contact's numbers, added.</param>
    public static void Apply<T, TFields>(
        in GridContact<T> contact, in TFields fields, Vector3<T> node, Vector3<T> before, ref Vector3<T> cotangent,
        ref ContactCotangents<T> sum)
        where T : unmanaged, IReal<T>
        where TFields : struct, IFieldReader<T>
    {
        T distance = ContactShapes.Distance(in contact, in fields, node, out Vector3<T> normal);
        Mask<T> affected = distance <= contact.Tolerance;
        if (!T.Any(affected)) return;
        Vector3<T> bar = Vector3<T>.Select(affected, cotangent, default);
        Vector3<T> byNormal = Answer(in contact, normal, node, before, bar, ref sum, out Vector3<T> byRelative);
        Geometry(in contact, in fields, node, normal, byNormal, ref sum);
        cotangent = Vector3<T>.Select(affected, byRelative, cotangent);
    }

    /// <summary>The adjoint of <see cref="GridContacts.Allowed"/> where the normal turns with the boundary and does not follow its place.</summary>
    /// <param name="contact">The contact.</param>
    /// <param name="normal">Unit normal out of the boundary.</param>
    /// <param name="node">The node's indices as numbers [cells].</param>
    /// <param name="before">The node's velocity before the contact [m/s].</param>
    /// <param name="cotangent">Derivatives of a loss by the velocity after it; replaced by those by the velocity before.</param>
    /// <param name="sum">Receives the derivatives by the contact's numbers, added.</param>
    public static void Allowed<T>(
        in GridContact<T> contact, Vector3<T> normal, Vector3<T> node, Vector3<T> before, ref Vector3<T> cotangent, ref ContactCotangents<T> sum)
        where T : unmanaged, IReal<T>
    {
        Vector3<T> byNormal = Answer(in contact, normal, node, before, cotangent, ref sum, out cotangent);
        if (contact.Mode != ContactMode.Sticky) sum.Turn += Vector3<T>.Cross(normal, byNormal);
    }

    // Derivatives by the normal; those by all else but the geometry are added to the sum.
    private static Vector3<T> Answer<T>(
        in GridContact<T> contact, Vector3<T> normal, Vector3<T> node, Vector3<T> before, Vector3<T> bar, ref ContactCotangents<T> sum,
        out Vector3<T> byRelative)
        where T : unmanaged, IReal<T>
    {
        Vector3<T> relative = before - GridContacts.SurfaceVelocity(in contact, node);
        Vector3<T> byNormal = default;
        byRelative = default;
        // One loop over all inputs, whose end is known at run time only: the formula is there once. What sticks follows none of them.
        int inputs = contact.Mode == ContactMode.Sticky ? 0 : Restitution + 1;
        for (int input = 0; input < inputs; input++)
        {
            Vector3<Dual<T>> left = GridContacts.Respond(
                contact.Mode, new Dual<T>(contact.Friction, input == Friction ? T.One : T.Zero),
                new Dual<T>(contact.Restitution, input == Restitution ? T.One : T.Zero),
                Along(normal, Axes.Unit<T>(input - Normal)), Along(relative, Axes.Unit<T>(input)));
            T slope = Dot(bar, left);
            if (input < Normal) Axes.Set(ref byRelative, input, slope);
            else if (input < Friction) Axes.Set(ref byNormal, input - Normal, slope);
            else if (input == Friction) sum.Friction += slope;
            else sum.Restitution += slope;
        }

        Vector3<T> bySurface = bar - byRelative;
        sum.Velocity += bySurface;
        // Of a boundary that does not spin, too: it could.
        sum.VelocityGradient += Matrix3x3<T>.Outer(bySurface, node - contact.Point);
        if (contact.IsSpinning != 0) sum.Point -= contact.VelocityGradient.Transposed * bySurface;
        return byNormal;
    }

    // How the normal at a node follows the shape.
    private static void Geometry<T, TFields>(
        in GridContact<T> contact, in TFields fields, Vector3<T> node, Vector3<T> normal, Vector3<T> byNormal, ref ContactCotangents<T> sum)
        where T : unmanaged, IReal<T>
        where TFields : struct, IFieldReader<T>
    {
        if (contact.Mode == ContactMode.Sticky) return;
        // The point, then turns about the axes; a half-space has turns only.
        int inputs = 6;
        if (contact.Shape == ContactShape.HalfSpace)
        {
            sum.Turn += Vector3<T>.Cross(normal, byNormal);
            inputs = 0;
        }

        DualFields<T, TFields> dualFields = new(fields);
        Vector3<Dual<T>> place = Constant(node);
        GridContact<Dual<T>> moved = Constant(in contact);
        moved.IsTurned = 1;
        Matrix3x3<T> axes = Matrix3x3<T>.Identity;
        if (contact.IsTurned != 0) axes = contact.Rotation;
        for (int input = 0; input < inputs; input++)
        {
            // A turned shape has the rows of its axes turned with it.
            Vector3<T> turn = Axes.Unit<T>(input - 3);
            moved.Point = Along(contact.Point, Axes.Unit<T>(input));
            moved.Rotation = Matrix3x3<Dual<T>>.FromRows(
                Along(axes.Row0, Vector3<T>.Cross(turn, axes.Row0)), Along(axes.Row1, Vector3<T>.Cross(turn, axes.Row1)),
                Along(axes.Row2, Vector3<T>.Cross(turn, axes.Row2)));
            ContactShapes.Distance(in moved, in dualFields, place, out Vector3<Dual<T>> changed);
            T slope = Dot(byNormal, changed);
            sum.Point += slope * Axes.Unit<T>(input);
            sum.Turn += slope * turn;
        }
    }

    private static GridContact<Dual<T>> Constant<T>(in GridContact<T> contact)
        where T : unmanaged, IReal<T> => new()
        {
            Shape = contact.Shape,
            Mode = contact.Mode,
            Normal = Constant(contact.Normal),
            HalfSize = Constant(contact.HalfSize),
            IsHollow = contact.IsHollow,
            Tolerance = Dual<T>.Constant(contact.Tolerance),
            Field = contact.Field,
            FieldOrigin = Constant(contact.FieldOrigin),
            FieldScale = Dual<T>.Constant(contact.FieldScale),
        };

    private static Vector3<Dual<T>> Constant<T>(Vector3<T> v)
        where T : unmanaged, IReal<T> => Along(v, default);

    private static Vector3<Dual<T>> Along<T>(Vector3<T> v, Vector3<T> tangent)
        where T : unmanaged, IReal<T> => new(new(v.X, tangent.X), new(v.Y, tangent.Y), new(v.Z, tangent.Z));

    private static T Dot<T>(Vector3<T> bar, Vector3<Dual<T>> v)
        where T : unmanaged, IReal<T> => bar.X * v.X.Tangent + bar.Y * v.Y.Tangent + bar.Z * v.Z.Tangent;
}
