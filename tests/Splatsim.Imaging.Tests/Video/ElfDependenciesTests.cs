using System.Buffers.Binary;
using System.Text;

namespace Splatsim.Imaging.Tests.Video;

public class ElfDependenciesTests
{
    private const int NeededTag = 1;
    private const int StringTableTag = 5;

    [Fact]
    public void Remove_NamedLibraries_TakesTheirEntriesAndNoOthers()
    {
        byte[] library = Library("libc.so.6", "libgtk-3.so.0", "libX11.so.6");
        byte[] before = (byte[])library.Clone();
        IReadOnlyList<string> removed = ElfDependencies.Remove(
            library, name => name.StartsWith("libgtk", StringComparison.Ordinal));
        Assert.Equal(["libgtk-3.so.0"], removed);
        Assert.Equal(["libc.so.6", "libX11.so.6"], ElfDependencies.Remove(library, _ => true));
        Assert.Empty(ElfDependencies.Remove(library, _ => true));
        // Three tags of 8 bytes changed and nothing else.
        Assert.InRange(before.Zip(library).Count(pair => pair.First != pair.Second), 3, 24);
    }

    [Fact]
    public void Remove_NotAnElfFile_IsATypedError() =>
        Assert.Throws<BadImageFormatException>(() => ElfDependencies.Remove(new byte[100], _ => true));

    /// <summary>The least 64-bit library: header, two program headers, string table, dynamic section.</summary>
    private static byte[] Library(params string[] needed)
    {
        const int Strings = 256;
        const int Dynamic = 512;
        const long Address = 0x10000;
        byte[] file = new byte[1024];
        "\u007fELF"u8.CopyTo(file);
        file[4] = 2;
        file[5] = 1;
        Put64(file, 32, 64);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(54), 56);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(56), 2);
        Segment(file, 64, kind: 1, offset: 0, Address, size: file.Length);
        Segment(file, 120, kind: 2, Dynamic, Address + Dynamic, size: 16 * (needed.Length + 2));
        int text = 1;
        int entry = Dynamic;
        foreach (string name in needed)
        {
            Encoding.ASCII.GetBytes(name).CopyTo(file, Strings + text);
            Put64(file, entry, NeededTag);
            Put64(file, entry + 8, text);
            text += name.Length + 1;
            entry += 16;
        }

        Put64(file, entry, StringTableTag);
        Put64(file, entry + 8, Address + Strings);
        return file;
    }

    private static void Segment(byte[] file, int at, uint kind, long offset, long address, long size)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(at), kind);
        Put64(file, at + 8, offset);
        Put64(file, at + 16, address);
        Put64(file, at + 32, size);
    }

    private static void Put64(byte[] file, int at, long value) =>
        BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(at), value);
}
