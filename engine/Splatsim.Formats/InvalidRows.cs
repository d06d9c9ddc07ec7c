using Splatsim.Mathematics;
using Splatsim.Splats;

namespace Splatsim.Formats;

/// <summary>
/// Finds and drops splats that cannot be drawn: a NaN anywhere, a mean that is not finite, a scale that is +infinite, a
/// quaternion of zero or not finite. Opacity logits of +-infinity (opaque, invisible) and log-scales of -infinity (flat) are legal.
/// </summary>
internal static class InvalidRows
{
    private const int NamedRows = 20;
    private const int BlockRows = 16 * 1024;

    /// <summary>The cloud itself when every row is valid; else a copy without the invalid rows, and a warning that names them.</summary>
    internal static GaussianCloud Drop(GaussianCloud cloud, string file, Action<string>? warn)
    {
        int[] invalid = Find(cloud);
        if (invalid.Length == 0) return cloud;
        string rows = string.Join(", ", invalid.Take(NamedRows));
        string more = invalid.Length > NamedRows ? $" and {invalid.Length - NamedRows} more" : "";
        warn?.Invoke(
            $"{file}: {invalid.Length} of {cloud.Count} splats dropped, because they hold NaN, an infinite mean or scale, or no rotation: rows {rows}{more}");
        return Without(cloud, invalid);
    }

    /// <summary>The invalid rows in ascending order.</summary>
    internal static int[] Find(GaussianCloud cloud)
    {
        int blocks = (cloud.Count + BlockRows - 1) / BlockRows;
        List<int>?[] found = new List<int>?[blocks];
        ParallelWork.For(blocks, block =>
        {
            int start = block * BlockRows;
            int length = Math.Min(BlockRows, cloud.Count - start);
            if (!IsClean(cloud, start, length)) found[block] = FindIn(cloud, start, length);
        }, CancellationToken.None);
        List<int> rows = [];
        foreach (List<int>? part in found)
            if (part is not null) rows.AddRange(part);
        return [.. rows];
    }

    private static bool IsClean(GaussianCloud cloud, int start, int length)
    {
        bool clean = true;
        for (int column = 0; column < 7 && clean; column++)
            clean = FloatScan.AllFinite(Slice(cloud.GeometryColumns[column], start, length));
        for (int column = 7; column < 11 && clean; column++)
            clean = FloatScan.NoneNaN(Slice(cloud.GeometryColumns[column], start, length));
        for (int column = 7; column < 10 && clean; column++)
            clean = FloatScan.NonePositiveInfinity(Slice(cloud.GeometryColumns[column], start, length));
        for (int column = 0; column < cloud.ShColumns.Count && clean; column++)
            clean = FloatScan.AllFinite(Slice(cloud.ShColumns[column], start, length));
        return clean && FloatScan.NoneAllZero(
            Slice(cloud.GeometryColumns[3], start, length),
            Slice(cloud.GeometryColumns[4], start, length),
            Slice(cloud.GeometryColumns[5], start, length),
            Slice(cloud.GeometryColumns[6], start, length));
    }

    private static List<int> FindIn(GaussianCloud cloud, int start, int length)
    {
        List<int> rows = [];
        for (int row = start; row < start + length; row++)
            if (!IsValid(cloud, row)) rows.Add(row);
        return rows;
    }

    private static bool IsValid(GaussianCloud cloud, int row)
    {
        for (int column = 0; column < 7; column++)
            if (!float.IsFinite(cloud.GeometryColumns[column][row])) return false;
        for (int column = 7; column < 10; column++)
            if (!(cloud.GeometryColumns[column][row] < float.PositiveInfinity)) return false;
        if (float.IsNaN(cloud.OpacityLogit[row])) return false;
        for (int column = 0; column < cloud.ShColumns.Count; column++)
            if (!float.IsFinite(cloud.ShColumns[column][row])) return false;
        return cloud.RotationW[row] != 0 || cloud.RotationX[row] != 0 || cloud.RotationY[row] != 0 || cloud.RotationZ[row] != 0;
    }

    private static GaussianCloud Without(GaussianCloud cloud, int[] dropped)
    {
        GaussianCloud result = new(cloud.Count - dropped.Length, cloud.Degree) { Frame = cloud.Frame, RenderModel = cloud.RenderModel };
        for (int column = 0; column < cloud.GeometryColumns.Count; column++)
            Compact<float>(cloud.GeometryColumns[column].Span, result.GeometryColumns[column].Span, dropped);
        for (int column = 0; column < cloud.ShColumns.Count; column++)
            Compact<float>(cloud.ShColumns[column].Span, result.ShColumns[column].Span, dropped);
        if (cloud.Labels is { } labels)
        {
            result.Labels = new byte[result.Count];
            Compact<byte>(labels, result.Labels, dropped);
        }

        return result;
    }

    private static void Compact<T>(ReadOnlySpan<T> from, Span<T> to, int[] dropped)
    {
        int read = 0;
        int written = 0;
        foreach (int row in dropped)
        {
            from[read..row].CopyTo(to[written..]);
            written += row - read;
            read = row + 1;
        }

        from[read..].CopyTo(to[written..]);
    }

    private static ReadOnlySpan<float> Slice(AlignedArray<float> column, int start, int length) => column.Span.Slice(start, length);
}
