using System.Text;

namespace Splatsim.Formats;

/// <summary>The lists of corners in the face element of a PLY file.</summary>
internal static class PlyFaces
{
    internal static void ReadBinary(
        ByteSource source, PlyHeader header, PlyElement faces, PlyProperty list, PolygonFans fans, CancellationToken cancellation)
    {
        bool swap = header.Encoding == PlyEncoding.BigEndian;
        SequentialBytes bytes = new(source, PlyTable.Locate(source, header, faces));
        for (long face = 0; face < faces.Count; face++)
        {
            if (face % 4096 == 0) cancellation.ThrowIfCancellationRequested();
            foreach (PlyProperty property in faces.Properties)
            {
                if (property.ListCountType is not { } countType)
                {
                    bytes.Skip(property.Type.Size(), "a face");
                    continue;
                }

                double length = countType.Value(bytes.Take(countType.Size(), "a face"), swap);
                if (property != list)
                {
                    bytes.Skip(checked((long)Math.Max(0, length) * property.Type.Size()), "a face");
                    continue;
                }

                fans.Begin();
                for (double i = 0; i < length; i++) fans.Add(property.Type.Value(bytes.Take(property.Type.Size(), "a face"), swap), face);
            }
        }
    }

    internal static void ReadText(
        ByteSource source, PlyHeader header, PlyElement faces, PlyProperty list, PolygonFans fans, CancellationToken cancellation)
    {
        TextLines lines = new(source, header.DataOffset, header.LineCount);
        foreach (PlyElement before in header.Elements.TakeWhile(e => e != faces))
            for (long row = 0; row < before.Count && before.Properties.Count > 0; row++) NextRow(source, lines, before, row);
        for (long face = 0; face < faces.Count; face++)
        {
            if (face % 4096 == 0) cancellation.ThrowIfCancellationRequested();
            ReadOnlySpan<byte> line = NextRow(source, lines, faces, face);
            foreach (PlyProperty property in faces.Properties)
            {
                double value = Number(source, lines, ref line, property);
                if (property.ListCountType is null) continue;
                if (property == list) fans.Begin();
                for (double i = 0; i < value; i++)
                {
                    double item = Number(source, lines, ref line, property);
                    if (property == list) fans.Add(item, face);
                }
            }
        }
    }

    private static ReadOnlySpan<byte> NextRow(ByteSource source, TextLines lines, PlyElement element, long row)
    {
        while (lines.Next(out ReadOnlySpan<byte> line))
            if (line.IndexOfAnyExcept((byte)' ', (byte)'\t', (byte)'\r') >= 0) return line;
        throw SplatFormatException.AtLine(
            source.Path, lines.Number, $"the file ends after {row} of {element.Count} rows of element {element.Name}", "the file is cut short; get it again");
    }

    private static double Number(ByteSource source, TextLines lines, ref ReadOnlySpan<byte> line, PlyProperty property)
    {
        if (TextLines.NextWord(ref line, out ReadOnlySpan<byte> word) && TextNumbers.TryDouble(word, out double value)) return value;
        throw SplatFormatException.AtLine(
            source.Path, lines.Number, $"'{Encoding.Latin1.GetString(word)}' is no number for {property.Name}", "write a value for every property of the header");
    }
}
