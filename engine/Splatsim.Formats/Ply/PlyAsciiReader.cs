using System.Text;

namespace Splatsim.Formats;

/// <summary>Elements as text, one row per line; empty lines are passed over.</summary>
internal static class PlyAsciiReader
{
    internal static void Read(ByteSource source, PlyHeader header, PlyElement element, IReadOnlyList<PlyColumn> columns, ReadOptions options)
    {
        TextLines lines = new(source, header.DataOffset, header.LineCount);
        foreach (PlyElement before in header.Elements.TakeWhile(e => e != element))
            for (long row = 0; row < before.Count && before.Properties.Count > 0; row++) NextRow(source, lines, before, row);

        PlyColumn?[] destinations = new PlyColumn?[element.Properties.Count];
        foreach (PlyColumn column in columns) destinations[element.IndexOf(column.Property.Name)] = column;
        for (int row = 0; row < element.Count; row++)
        {
            if (row % 1024 == 0)
            {
                options.Cancellation.ThrowIfCancellationRequested();
                options.Progress?.Report((double)row / element.Count);
            }

            Parse(source, lines, element, destinations, row);
        }
    }

    private static void Parse(ByteSource source, TextLines lines, PlyElement element, PlyColumn?[] destinations, int row)
    {
        ReadOnlySpan<byte> line = NextRow(source, lines, element, row);
        for (int i = 0; i < destinations.Length; i++)
        {
            PlyProperty property = element.Properties[i];
            ReadOnlySpan<byte> word = NextWord(source, lines, ref line, property);
            if (property.ListCountType is not null)
            {
                if (!TextNumbers.TryDouble(word, out double count) || !(count >= 0) || count != Math.Floor(count))
                    throw BadNumber(source, lines, word, property, "a list starts with its length, a whole number of at least 0");
                for (double item = 0; item < count; item++) NextWord(source, lines, ref line, property);
                continue;
            }

            if (destinations[i] is not { } column) continue;
            column.Destination[row] = Number(source, lines, word, property);
        }

        if (TextLines.NextWord(ref line, out ReadOnlySpan<byte> extra))
        {
            throw SplatFormatException.AtLine(
                source.Path, lines.Number, $"'{Shown(extra)}' follows the last column {element.Properties[^1].Name}", $"a row of element {element.Name} has {element.Properties.Count} columns");
        }
    }

    private static float Number(ByteSource source, TextLines lines, ReadOnlySpan<byte> word, PlyProperty property)
    {
        // A float is rounded once, from the text; anything else passes through double.
        if (property.Type == PlyScalarType.Float32)
            return TextNumbers.TryFloat(word, out float single) ? single : throw BadNumber(source, lines, word, property, "write a number");
        return TextNumbers.TryDouble(word, out double number) ? (float)number : throw BadNumber(source, lines, word, property, "write a number");
    }

    private static ReadOnlySpan<byte> NextRow(ByteSource source, TextLines lines, PlyElement element, long row)
    {
        while (lines.Next(out ReadOnlySpan<byte> line))
            if (line.IndexOfAnyExcept((byte)' ', (byte)'\t', (byte)'\r') >= 0) return line;
        throw SplatFormatException.AtLine(
            source.Path, lines.Number, $"the file ends after {row} of {element.Count} rows of element {element.Name}", "the file is cut short or the count is wrong; get the file again");
    }

    private static ReadOnlySpan<byte> NextWord(ByteSource source, TextLines lines, ref ReadOnlySpan<byte> line, PlyProperty property)
    {
        if (TextLines.NextWord(ref line, out ReadOnlySpan<byte> word)) return word;
        throw SplatFormatException.AtLine(source.Path, lines.Number, $"the line ends before column {property.Name}", "write a value for every property of the header");
    }

    private static SplatFormatException BadNumber(ByteSource source, TextLines lines, ReadOnlySpan<byte> word, PlyProperty property, string fix) =>
        SplatFormatException.AtLine(source.Path, lines.Number, $"'{Shown(word)}' in column {property.Name} is not a number", fix);

    private static string Shown(ReadOnlySpan<byte> word) => Encoding.Latin1.GetString(word[..Math.Min(word.Length, 40)]);
}
