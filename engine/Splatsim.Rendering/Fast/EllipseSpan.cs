using System.Runtime.CompilerServices;

namespace Splatsim.Rendering;

/// <summary>
/// Which pixels the ellipse s &lt;= reach of a splat meets within a band of rows or of columns. Bounds are exact but for a guard
/// that covers rounding: a pixel too many costs time, one too few would be an error.
/// </summary>
internal static class EllipseSpan
{
    // Absolute and relative allowance for rounding of positions [px].
    private const float Guard = 0.01f, RelativeGuard = 1e-5f;

    /// <summary>First and last column that the rows first..last of a splat's box meet, within its box.</summary>
    public static void ColumnsOfRows(in SplatRecord r, int firstRow, int lastRow, out int first, out int last)
    {
        float low = r.V - (lastRow + 0.5f), high = r.V - (firstRow + 0.5f);
        // dy where dx is largest: the right-most point of the ellipse.
        float widest = -r.L01 * MathF.Sqrt(r.Reach * r.RowSpread) / r.L11;
        float max = EdgeOfRow(in r, Clamp(widest, low, high), 1);
        float min = EdgeOfRow(in r, Clamp(-widest, low, high), -1);
        (first, last) = Pixels(r.U, min, max, (int)(r.Columns & 0xffff), (int)(r.Columns >> 16));
    }

    /// <summary>First and last row that the columns first..last of a splat's box meet, within its box.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void RowsOfColumns(in SplatRecord r, int firstColumn, int lastColumn, out int first, out int last)
    {
        float low = r.U - (lastColumn + 0.5f), high = r.U - (firstColumn + 0.5f);
        // dx where dy is largest: the lowest point of the ellipse.
        float tallest = -r.L01 * MathF.Sqrt(r.Reach) / (r.L00 * r.L11);
        float slope = -r.L00 * r.L01 * r.RowSpread, shrink = r.L00 * r.L11;
        shrink *= shrink * r.RowSpread;
        float max = EdgeOfColumn(in r, slope, shrink, Clamp(tallest, low, high), 1);
        float min = EdgeOfColumn(in r, slope, shrink, Clamp(-tallest, low, high), -1);
        (first, last) = Pixels(r.V, min, max, (int)(r.Rows & 0xffff), (int)(r.Rows >> 16));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float EdgeOfRow(in SplatRecord r, float dy, float side)
    {
        float s = r.L11 * dy;
        return (side * MathF.Sqrt(MathF.Max(0f, r.Reach - s * s)) - r.L01 * dy) / r.L00;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float EdgeOfColumn(in SplatRecord r, float slope, float shrink, float dx, float side) =>
        slope * dx + side * MathF.Sqrt(MathF.Max(0f, r.RowSpread * (r.Reach - shrink * dx * dx)));

    // Offsets are mean minus pixel centre, so the largest offset belongs to the first pixel. Comparisons are written so that
    // NaN (a splat too wide for floats) falls back to the box.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (int First, int Last) Pixels(float mean, float min, float max, int boxFirst, int boxLast)
    {
        float guard = Guard + RelativeGuard * (MathF.Abs(min) + MathF.Abs(max));
        float from = mean - max - guard - 0.5f, to = mean - min + guard - 0.5f;
        int first = from > boxFirst ? (from < boxLast ? (int)MathF.Ceiling(from) : boxLast + 1) : boxFirst;
        int last = to < boxLast ? (to > boxFirst ? (int)MathF.Floor(to) : boxFirst - 1) : boxLast;
        return (first, last);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Clamp(float value, float low, float high) => value < low ? low : value > high ? high : value;
}
