using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Splatsim.Rendering;

/// <summary>
/// Which pixels the ellipse s &lt;= reach of a splat meets within two bands of rows, or of columns, at once. Bounds are exact
/// but for a guard that covers rounding: a pixel too many costs time, one too few would be an error. Lanes are
/// (band 0 upper, band 1 upper, band 0 lower, band 1 lower) edge; no branches, which would be guessed wrongly.
/// </summary>
internal static class EllipseSpan
{
    // Absolute and relative allowance for rounding of positions [px].
    private const float Guard = 0.01f, RelativeGuard = 1e-5f;

    // Beyond this no pixel can lie, and within it conversions to integers are safe [px].
    private const float Farthest = 1e6f;

    /// <summary>Tile columns that two rows of tiles meet, before the clamp to the splat's box.</summary>
    /// <param name="r">The splat.</param>
    /// <param name="widest">Offset of the row through its right-most point, from <see cref="Widest"/>.</param>
    /// <param name="inverse">1 / L00.</param>
    /// <param name="tileRow">First of the two rows of tiles.</param>
    /// <returns>First tile of row 0 and 1, last tile of row 0 and 1.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> TileColumns(in SplatRecord r, float widest, float inverse, int tileRow)
    {
        Vector128<float> high = Vector128.Create(r.V - 0.5f - tileRow * TileGrid.Size) - Vector128.Create(0f, TileGrid.Size, 0f, TileGrid.Size);
        Vector128<float> dy = Clamp(Vector128.Create(widest) * Sides, high - Vector128.Create(TileGrid.Size - 1f), high);
        Vector128<float> s = Vector128.Create(r.L11) * dy;
        Vector128<float> root = Root(Vector128.Create(r.Reach) - s * s);
        Vector128<float> dx = (root * Sides - Vector128.Create(r.L01) * dy) * Vector128.Create(inverse);
        return Pixels(r.U, dx) >> TileGrid.Shift;
    }

    /// <summary>Offset of the row in which the ellipse is widest to the left.</summary>
    public static float Widest(in SplatRecord r) => -r.L01 * MathF.Sqrt(r.Reach * r.RowSpread) / r.L11;

    /// <summary>Pixel rows that two ranges of columns meet, before the clamp to the splat's box.</summary>
    /// <param name="r">The splat.</param>
    /// <param name="firstCentres">Centre of the first column of both ranges, twice [px].</param>
    /// <param name="lastCentres">Centre of the last column of both ranges, twice [px].</param>
    /// <returns>First row of range 0 and 1, last row of range 0 and 1.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> PixelRows(in SplatRecord r, Vector128<float> firstCentres, Vector128<float> lastCentres)
    {
        Vector128<float> u = Vector128.Create(r.U);
        Vector128<float> dx = Clamp(Vector128.Create(r.Tallest) * Sides, u - lastCentres, u - firstCentres);
        float axes = r.L00 * r.L11;
        Vector128<float> spread = Vector128.Create(r.RowSpread);
        Vector128<float> across = Vector128.Create(axes) * dx;
        // Roots of (L01^2 + L11^2) dy^2 + 2 L00 L01 dx dy + L00^2 dx^2 = reach.
        Vector128<float> root = Root(spread * (Vector128.Create(r.Reach) - spread * across * across));
        Vector128<float> dy = root * Sides - spread * Vector128.Create(r.L00 * r.L01) * dx;
        return Pixels(r.V, dy);
    }

    private static Vector128<float> Sides => Vector128.Create(1f, 1f, -1f, -1f);

    // Offsets are mean minus pixel centre, so the largest offset belongs to the first pixel: ceiling for lanes 0 and 1, floor
    // for 2 and 3. NaN (a splat too wide for floats) ends as an unlimited range.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Pixels(float mean, Vector128<float> offset)
    {
        Vector128<float> guard = Vector128.Create(Guard) + Vector128.Abs(offset) * Vector128.Create(RelativeGuard);
        Vector128<float> outward = (offset - Vector128.Create(mean - 0.5f)) * Sides + guard;
        outward = Vector128.MaxNative(Vector128.MinNative(outward, Vector128.Create(Farthest)), Vector128.Create(-Farthest));
        Vector128<int> whole = Vector128.ConvertToInt32Native(Vector128.Floor(outward));
        Vector128<int> flip = Vector128.Create(-1, -1, 0, 0);
        return (whole ^ flip) - flip;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Root(Vector128<float> value) =>
        Vector128.Sqrt(Vector128.MaxNative(value, Vector128<float>.Zero));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Clamp(Vector128<float> value, Vector128<float> low, Vector128<float> high) =>
        Vector128.MinNative(Vector128.MaxNative(value, low), high);
}
