using System.Buffers.Text;
using System.Text;
using Splatsim.Mathematics;

namespace Splatsim.Formats;

/// <summary>Corners and faces of Wavefront OBJ files; polygons become fans of triangles.</summary>
internal static class ObjReader
{
    internal static TriangleMesh Read(string path, CancellationToken cancellation)
    {
        using ByteSource source = ByteSource.Open(path);
        TextLines lines = new(source, 0, 0);
        List<double> positions = [];
        List<int> corners = [], polygon = [];
        while (lines.Next(out ReadOnlySpan<byte> line))
        {
            if (lines.Number % 4096 == 0) cancellation.ThrowIfCancellationRequested();
            if (!TextLines.NextWord(ref line, out ReadOnlySpan<byte> keyword)) continue;
            if (keyword.SequenceEqual("v"u8)) AddCorner(path, lines.Number, line, positions);
            else if (keyword.SequenceEqual("f"u8)) AddFace(path, lines.Number, line, positions.Count / 3, polygon, corners);
        }

        return new([.. positions], [.. corners]);
    }

    private static void AddCorner(string path, long number, ReadOnlySpan<byte> line, List<double> positions)
    {
        for (int axis = 0; axis < 3; axis++)
        {
            if (!TextLines.NextWord(ref line, out ReadOnlySpan<byte> word) || !TextNumbers.TryDouble(word, out double value))
                throw SplatFormatException.AtLine(path, number, $"'{Encoding.Latin1.GetString(word)}' is not a coordinate", "write v x y z");
            positions.Add(value);
        }
    }

    // A corner is "3", "3/1", "3//2" or "3/1/2", counted from 1, or from the end where negative.
    private static void AddFace(string path, long number, ReadOnlySpan<byte> line, int count, List<int> polygon, List<int> corners)
    {
        polygon.Clear();
        while (TextLines.NextWord(ref line, out ReadOnlySpan<byte> word))
        {
            if (word[0] == (byte)'#') break;
            bool parsed = Utf8Parser.TryParse(word, out int index, out int used) && (used == word.Length || word[used] == (byte)'/');
            int corner = index > 0 ? index - 1 : count + index;
            if (!parsed || index == 0 || (uint)corner >= (uint)count)
            {
                throw SplatFormatException.AtLine(
                    path, number, $"'{Encoding.Latin1.GetString(word)}' is no corner of the {count} so far", "write f with numbers of v lines, from 1");
            }

            polygon.Add(corner);
        }

        if (polygon.Count < 3) throw SplatFormatException.AtLine(path, number, $"a face of {polygon.Count} corners", "write at least three");
        for (int i = 2; i < polygon.Count; i++) corners.AddRange([polygon[0], polygon[i - 1], polygon[i]]);
    }
}
