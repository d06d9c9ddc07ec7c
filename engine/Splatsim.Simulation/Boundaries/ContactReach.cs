using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>Whether a contact can affect any node of a cube of nodes: never false where one is affected.</summary>
internal static class ContactReach
{
    // An interpolated distance is off by at most the diagonal of a cell of its field.
    private const double FieldSlack = 1.7320508075688772;

    /// <summary>Tests the cube whose first node has the given indices.</summary>
    public static bool Touches(
        in GridContact<Real64> contact, FieldTable table, in ScalarFields<Real64> fields, int x, int y, int z, int nodes)
    {
        double half = 0.5 * (nodes - 1), tolerance = contact.Tolerance.Value;
        Vector3<Real64> offset = new(
            x + half - contact.Point.X.Value, y + half - contact.Point.Y.Value, z + half - contact.Point.Z.Value);
        if (contact.Shape == ContactShape.HalfSpace)
        {
            Vector3<Real64> n = contact.Normal;
            double reach = half * (Math.Abs(n.X.Value) + Math.Abs(n.Y.Value) + Math.Abs(n.Z.Value));
            return Vector3<Real64>.Dot(offset, n).Value - reach <= tolerance;
        }

        double radius = Math.Sqrt(3) * half + tolerance;
        if (contact.Shape is ContactShape.Heightfield or ContactShape.SignedDistance)
        {
            if (contact.IsTurned != 0) offset = contact.Rotation * offset;
            Vector3<Real64> at = contact.FieldScale * (offset - contact.FieldOrigin);
            double spacing = 1 / contact.FieldScale.Value;
            return contact.Shape == ContactShape.Heightfield
                ? Below(table[contact.Field], at, radius / spacing, contact.HalfSize)
                : Near(in contact, in fields, at, radius / spacing);
        }

        if (contact is { Shape: ContactShape.Box, IsTurned: 0, IsHollow: 0 })
        {
            return Math.Abs(offset.X.Value) - half <= contact.HalfSize.X.Value + tolerance
                && Math.Abs(offset.Y.Value) - half <= contact.HalfSize.Y.Value + tolerance
                && Math.Abs(offset.Z.Value) - half <= contact.HalfSize.Z.Value + tolerance;
        }

        return ContactShapes.Distance(in contact, in fields, contact.Point + offset, out _).Value <= radius;
    }

    private static bool Below(GridField field, Vector3<Real64> at, double radius, Vector3<Real64> last) =>
        at.Y.Value - radius <= field.Highest
        && at.X.Value + radius >= 0 && at.X.Value - radius <= last.X.Value
        && at.Z.Value + radius >= 0 && at.Z.Value - radius <= last.Z.Value;

    private static bool Near(in GridContact<Real64> contact, in ScalarFields<Real64> fields, Vector3<Real64> at, double radius)
    {
        // The field changes by at most its spacing per spacing; outside its box it is that of the box.
        double distance = FieldSampling.Trilinear(in fields, contact.Field, at, contact.HalfSize, out _).Value;
        return (contact.IsHollow == 0 ? distance : -distance) <= radius + FieldSlack;
    }
}
