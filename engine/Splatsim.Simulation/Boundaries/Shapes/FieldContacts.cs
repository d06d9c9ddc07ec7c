using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>Contacts whose form is in a field.</summary>
internal static class FieldContacts
{
    public static GridContact<Real64> Start(in ContactFrame frame, ContactShape shape, GridField field, bool isHollow) =>
        frame.Start(shape, isHollow) with
        {
            HalfSize = new(field.CountX - 1, field.CountY - 1, field.CountZ - 1),
            Field = frame.Moment.Fields.IndexOf(field),
            FieldOrigin = frame.Cells(field.Origin),
            FieldScale = frame.Moment.Domain.CellSize / field.Spacing,
        };

    /// <summary>Distance of the farthest corner of a field's box from the origin [m].</summary>
    public static double Reach(GridField field)
    {
        Vector3<Real64> low = field.Origin, high = field.Maximum;
        double x = Math.Max(Math.Abs(low.X.Value), Math.Abs(high.X.Value));
        double y = Math.Max(Math.Abs(low.Y.Value), Math.Abs(high.Y.Value));
        double z = Math.Max(Math.Abs(low.Z.Value), Math.Abs(high.Z.Value));
        return Math.Sqrt(x * x + y * y + z * z);
    }
}
