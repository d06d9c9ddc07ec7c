namespace Splatsim.Fitting;

/// <summary>Neighbours on a grid.</summary>
internal static class GridEdges
{
    /// <summary>Index of the next place along an axis (0 columns, 1 rows, 2 planes) for channel 0, or -1 at the end.</summary>
    public static int Next(LossTarget shape, int place, int axis)
    {
        int column = place % shape.Width, row = place / shape.Width % shape.Height, plane = place / (shape.Width * shape.Height);
        return axis switch
        {
            0 => column + 1 < shape.Width ? place + 1 : -1,
            1 => row + 1 < shape.Height ? place + shape.Width : -1,
            _ => plane + 1 < shape.Depth ? place + shape.Width * shape.Height : -1,
        };
    }
}
