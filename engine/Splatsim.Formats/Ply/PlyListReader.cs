namespace Splatsim.Formats;

/// <summary>Elements with list properties: rows differ in size, so that they are walked one after the other.</summary>
internal static unsafe class PlyListReader
{
    /// <summary>Walks over an element.</summary>
    /// <returns>Offset of the first byte after it.</returns>
    internal static long Skip(ByteSource source, PlyHeader header, PlyElement element, long offset)
    {
        SequentialBytes bytes = new(source, offset);
        for (long row = 0; row < element.Count; row++) Walk(ref bytes, header.Encoding, element, row, null);
        return bytes.Position;
    }

    /// <summary>Reads columns of such an element.</summary>
    internal static void Read(
        ByteSource source, PlyHeader header, PlyElement element, long offset, IReadOnlyList<PlyColumn> columns, ReadOptions options)
    {
        PlyColumn?[] destinations = new PlyColumn?[element.Properties.Count];
        foreach (PlyColumn column in columns) destinations[element.IndexOf(column.Property.Name)] = column;
        SequentialBytes bytes = new(source, offset);
        for (int row = 0; row < element.Count; row++)
        {
            if (row % 4096 == 0) options.Cancellation.ThrowIfCancellationRequested();
            Walk(ref bytes, header.Encoding, element, row, destinations);
        }
    }

    private static void Walk(ref SequentialBytes bytes, PlyEncoding encoding, PlyElement element, long row, PlyColumn?[]? destinations)
    {
        bool swap = encoding == PlyEncoding.BigEndian;
        for (int i = 0; i < element.Properties.Count; i++)
        {
            PlyProperty property = element.Properties[i];
            if (property.ListCountType is { } countType)
            {
                long at = bytes.Position;
                double count = countType.Value(bytes.Take(countType.Size(), element.Name), swap);
                if (count < 0)
                {
                    throw new SplatFormatException(
                        bytes.Path, at, $"row {row} of element {element.Name} has a list {property.Name} of length {count}", "lengths are at least 0; the file is damaged");
                }

                bytes.Skip((long)count * property.Type.Size(), $"list {property.Name} of row {row}");
                continue;
            }

            ReadOnlySpan<byte> value = bytes.Take(property.Type.Size(), element.Name);
            if (destinations?[i] is not { } column) continue;
            fixed (byte* first = value) column.Destination[(int)row] = PlyBinaryReader.Value(first, property.Type, swap);
        }
    }
}
