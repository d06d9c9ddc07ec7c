using System.Buffers.Binary;
using System.Text;

namespace Splatsim.Imaging;

/// <summary>
/// Takes names off the list of libraries that a 64-bit little-endian ELF library asks the loader for.
/// </summary>
/// <remarks>System V ABI, "Dynamic Section": DT_NEEDED entries hold an offset into the string table
/// DT_STRTAB.</remarks>
internal static class ElfDependencies
{
    private const uint LoadSegment = 1;
    private const uint DynamicSegment = 2;
    private const long NeededTag = 1;
    private const long StringTableTag = 5;

    // In the range for operating systems (DT_LOOS and up), where the loader passes over tags that it does not know.
    private const long IgnoredTag = 0x60000FFF;
    private const int EntrySize = 16;

    /// <summary>One program header: where a part of the file lies in memory.</summary>
    private readonly record struct Segment(uint Kind, long FileOffset, long Address, long FileSize);

    /// <summary>Removes every dependency that a rule names; returns their names.</summary>
    /// <exception cref="BadImageFormatException">The bytes are not such a library.</exception>
    internal static IReadOnlyList<string> Remove(Span<byte> library, Func<string, bool> shouldRemove)
    {
        if (library.Length < 64 || !library.StartsWith("\u007fELF"u8) || library[4] != 2 || library[5] != 1)
        {
            throw new BadImageFormatException("not a 64-bit little-endian ELF file");
        }

        List<Segment> segments = ReadSegments(library);
        Segment dynamic = segments.Find(segment => segment.Kind == DynamicSegment);
        long strings = -1;
        for (long entry = dynamic.FileOffset; entry < dynamic.FileOffset + dynamic.FileSize; entry += EntrySize)
        {
            if (ReadInt64(library, entry) == StringTableTag)
            {
                strings = FileOffset(segments, ReadInt64(library, entry + 8));
            }
        }

        if (strings < 0) throw new BadImageFormatException("the ELF file has no dynamic string table");
        List<string> removed = [];
        for (long entry = dynamic.FileOffset; entry < dynamic.FileOffset + dynamic.FileSize; entry += EntrySize)
        {
            if (ReadInt64(library, entry) != NeededTag) continue;
            ReadOnlySpan<byte> text = library[checked((int)(strings + ReadInt64(library, entry + 8)))..];
            string name = Encoding.ASCII.GetString(text[..text.IndexOf((byte)0)]);
            if (!shouldRemove(name)) continue;
            BinaryPrimitives.WriteInt64LittleEndian(library[(int)entry..], IgnoredTag);
            removed.Add(name);
        }

        return removed;
    }

    private static List<Segment> ReadSegments(ReadOnlySpan<byte> library)
    {
        long table = ReadInt64(library, 32);
        int entrySize = BinaryPrimitives.ReadUInt16LittleEndian(library[54..]);
        int count = BinaryPrimitives.ReadUInt16LittleEndian(library[56..]);
        List<Segment> segments = [];
        for (int index = 0; index < count; index++)
        {
            long header = table + (long)index * entrySize;
            uint kind = BinaryPrimitives.ReadUInt32LittleEndian(library[checked((int)header)..]);
            long offset = ReadInt64(library, header + 8);
            long address = ReadInt64(library, header + 16);
            segments.Add(new Segment(kind, offset, address, ReadInt64(library, header + 32)));
        }

        return segments;
    }

    private static long FileOffset(List<Segment> segments, long address)
    {
        foreach (Segment segment in segments)
        {
            bool inside = address >= segment.Address && address < segment.Address + segment.FileSize;
            if (segment.Kind == LoadSegment && inside) return address - segment.Address + segment.FileOffset;
        }

        throw new BadImageFormatException($"address {address:x} lies in no loaded segment");
    }

    private static long ReadInt64(ReadOnlySpan<byte> library, long offset) =>
        BinaryPrimitives.ReadInt64LittleEndian(library[checked((int)offset)..]);
}
