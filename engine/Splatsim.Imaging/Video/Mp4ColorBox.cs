using System.Buffers.Binary;
using System.Text;

namespace Splatsim.Imaging;

/// <summary>Finds what an MP4 or MOV file says about its colours, which OpenCV does not tell.</summary>
/// <remarks>ISO/IEC 14496-12, sections 4.2 (boxes) and 12.1.5 (colour information).</remarks>
internal static class Mp4ColorBox
{
    // Fields of a picture's sample entry before its own boxes.
    private const int SampleEntryFields = 78;

    // Version and flags, and the number of entries.
    private const int DescriptionFields = 8;
    private const int SmallestBox = 8;

    /// <summary>
    /// The matrix code (ITU-T H.273) of the first track that has one; null for other files and silent ones.
    /// </summary>
    internal static int? FindMatrix(string path)
    {
        using FileStream file = File.OpenRead(path);
        return Search(file, 0, file.Length);
    }

    private static int? Search(FileStream file, long start, long end)
    {
        Span<byte> header = stackalloc byte[16];
        for (long position = start; position + SmallestBox <= end;)
        {
            if (!TryRead(file, position, header[..8])) return null;
            long size = BinaryPrimitives.ReadUInt32BigEndian(header);
            int headerSize = 8;
            if (size == 1)
            {
                if (!TryRead(file, position, header)) return null;
                size = BinaryPrimitives.ReadInt64BigEndian(header[8..]);
                headerSize = 16;
            }
            else if (size == 0)
            {
                size = end - position;
            }

            // Not a box, or not a file of boxes at all.
            if (size < headerSize || size > end - position) return null;
            long content = position + headerSize;
            int? found = Encoding.ASCII.GetString(header[4..8]) switch
            {
                "moov" or "trak" or "mdia" or "minf" or "stbl" => Search(file, content, position + size),
                "stsd" => SearchEntries(file, content + DescriptionFields, position + size),
                "colr" => ReadMatrix(file, content),
                _ => null,
            };
            if (found is not null) return found;
            position += size;
        }

        return null;
    }

    private static int? SearchEntries(FileStream file, long start, long end)
    {
        Span<byte> header = stackalloc byte[8];
        for (long position = start; position + SmallestBox <= end;)
        {
            if (!TryRead(file, position, header)) return null;
            long size = BinaryPrimitives.ReadUInt32BigEndian(header);
            if (size < SmallestBox || size > end - position) return null;
            if (Search(file, position + SmallestBox + SampleEntryFields, position + size) is int found) return found;
            position += size;
        }

        return null;
    }

    private static int? ReadMatrix(FileStream file, long content)
    {
        Span<byte> color = stackalloc byte[10];
        if (!TryRead(file, content, color)) return null;
        // MP4 says nclx, QuickTime nclc; others are ICC profiles.
        bool isCoded = color[..4].SequenceEqual("nclx"u8) || color[..4].SequenceEqual("nclc"u8);
        return isCoded ? BinaryPrimitives.ReadUInt16BigEndian(color[8..]) : null;
    }

    private static bool TryRead(FileStream file, long position, Span<byte> target)
    {
        if (position + target.Length > file.Length) return false;
        file.Position = position;
        file.ReadExactly(target);
        return true;
    }
}
