using Splatsim.Mathematics;

namespace Splatsim.Formats;

/// <summary>Reads columns of one element of a PLY file, whatever its encoding and neighbours.</summary>
internal static class PlyTable
{
    /// <summary>Checks that the file really holds all rows, before anything is allocated for them, and finds the first.</summary>
    /// <returns>Offset of the first row [bytes].</returns>
    /// <exception cref="SplatFormatException">The file is shorter than the header says, or more rows than an array can hold.</exception>
    internal static long Locate(ByteSource source, PlyHeader header, PlyElement element)
    {
        long offset = header.DataOffset;
        // Skipping ASCII elements means reading their lines, which the text reader does itself.
        if (header.Encoding != PlyEncoding.Ascii)
        {
            foreach (PlyElement before in header.Elements.TakeWhile(e => e != element))
                offset = before.HasLists ? PlyListReader.Skip(source, header, before, offset) : offset + CheckedSize(source, before, offset);
        }

        long least = SmallestSize(header, element);
        if (least > source.Length - offset)
        {
            throw new SplatFormatException(
                source.Path,
                offset,
                $"{element.Count} rows of element {element.Name} (header line {element.Line}) need at least {least} bytes, {source.Length - offset} follow",
                "the file is cut short or the count is wrong; get the file again");
        }

        // The columns are arrays with a few elements of padding.
        if (element.Count > int.MaxValue - 64)
            throw SplatFormatException.AtLine(source.Path, element.Line, $"{element.Count} rows are more than one cloud can hold", "split the scene");
        return offset;
    }

    /// <summary>Reads columns. The element was found by <see cref="Locate"/>.</summary>
    internal static void Read(ByteSource source, PlyHeader header, PlyElement element, long offset, IReadOnlyList<PlyColumn> columns, ReadOptions options)
    {
        if (element.Count == 0) return;
        if (header.Encoding == PlyEncoding.Ascii) PlyAsciiReader.Read(source, header, element, columns, options);
        else if (element.HasLists) PlyListReader.Read(source, header, element, offset, columns, options);
        else PlyBinaryReader.Read(source, header.Encoding, element, offset, columns, options);
    }

    /// <summary>A column for one property of an element that was found by <see cref="Locate"/>.</summary>
    internal static AlignedArray<float> NewColumn(PlyElement element) => AlignedArray<float>.Uninitialized((int)element.Count);

    private static long CheckedSize(ByteSource source, PlyElement element, long offset)
    {
        long size = Saturated(element.Count, element.Stride);
        if (size <= source.Length - offset) return size;
        throw new SplatFormatException(
            source.Path,
            offset,
            $"{element.Count} rows of element {element.Name} (header line {element.Line}) need {size} bytes, {source.Length - offset} follow",
            "the file is cut short or the count is wrong; get the file again");
    }

    // Text takes a digit and a separator per value, of which the last one may be missing at the end of the file.
    private static long SmallestSize(PlyHeader header, PlyElement element)
    {
        if (header.Encoding == PlyEncoding.Ascii) return Saturated(element.Count, 2L * element.Properties.Count) - 1;
        long row = element.Stride;
        foreach (PlyProperty property in element.Properties) row += property.ListCountType?.Size() ?? 0;
        return Saturated(element.Count, row);
    }

    // No file is as long as the largest number that fits.
    private static long Saturated(long count, long size) => size > 0 && count > long.MaxValue / size ? long.MaxValue : count * size;
}
