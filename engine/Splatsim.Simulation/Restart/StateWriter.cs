using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;

namespace Splatsim.Simulation;

/// <summary>
/// Writes named arrays of numbers one after the other, each with its own checksum, and a table of contents at the end:
/// <code>
///   magic (8 bytes) | sections ... | table (JSON) | SHA-256 of the table (32) | length of the table (8) | magic (8)
/// </code>
/// The file has its final name only when it is whole and on the disk: whoever is killed while writing leaves the file before.
/// Sections are split into pieces of fixed size, so that no array is held twice.
/// </summary>
public sealed class StateWriter : IDisposable
{
    /// <summary>Bytes of numbers that are compressed together; whole numbers of every type.</summary>
    internal const int PieceBytes = 1 << 20;

    internal const ulong Magic = 0x3145_5441_5453_5053; // "SPSTATE1" in a little-endian file

    private readonly string path;
    private readonly string temporary;
    private readonly FileStream stream;
    private readonly bool compress;
    private readonly StateContents contents;
    private readonly byte[] planes = new byte[PieceBytes];
    private readonly byte[] packed = new byte[BrotliEncoder.GetMaxCompressedLength(PieceBytes)];
    private bool committed;

    /// <summary>Opens a temporary file beside the target.</summary>
    /// <param name="path">The target; its folder is made when missing.</param>
    /// <param name="kind">What the file is.</param>
    /// <param name="version">Version of that kind.</param>
    /// <param name="compress">Whether the sections are compressed, without loss.</param>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public StateWriter(string path, string kind, int version, bool compress = true)
    {
        this.path = Path.GetFullPath(path);
        this.compress = compress;
        contents = new(kind, version, [], []);
        string folder = Path.GetDirectoryName(this.path)!;
        Directory.CreateDirectory(folder);
        temporary = Path.Combine(folder, $".{Path.GetFileName(this.path)}.{Guid.NewGuid():N}.part");
        stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 64 << 10);
        WriteNumber(Magic);
    }

    /// <summary>Notes a text.</summary>
    /// <param name="name">Its name; unique.</param>
    /// <param name="value">The text.</param>
    public void SetProperty(string name, string value) => contents.Properties.Add(name, value);

    /// <summary>Appends an array.</summary>
    /// <param name="name">Its name; unique.</param>
    /// <param name="values">The numbers.</param>
    public void Write<T>(string name, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        long offset = stream.Position;
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        int size = Unsafe.SizeOf<T>(), perPiece = PieceBytes / size;
        for (int first = 0; first < values.Length; first += perPiece)
            Append(hash, MemoryMarshal.AsBytes(values.Slice(first, Math.Min(perPiece, values.Length - first))), size);
        string checksum = Convert.ToHexString(hash.GetHashAndReset());
        contents.Sections.Add(new(name, typeof(T).Name, values.Length, offset, stream.Position - offset, compress, checksum));
    }

    /// <summary>Finishes the file and gives it its name.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Commit()
    {
        byte[] table = JsonSerializer.SerializeToUtf8Bytes(contents);
        stream.Write(table);
        stream.Write(SHA256.HashData(table));
        WriteNumber((ulong)table.Length);
        WriteNumber(Magic);
        // To the disk before the name: a machine that stops must not leave a name without its content.
        stream.Flush(flushToDisk: true);
        stream.Dispose();
        File.Move(temporary, path, overwrite: true);
        FolderFlush.ToDisk(Path.GetDirectoryName(Path.GetFullPath(path))!);
        committed = true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (committed) return;
        stream.Dispose();
        File.Delete(temporary);
    }

    private void Append(IncrementalHash hash, ReadOnlySpan<byte> numbers, int size)
    {
        ReadOnlySpan<byte> stored = numbers;
        if (compress)
        {
            Span<byte> shuffled = planes.AsSpan(0, numbers.Length);
            ByteShuffle.Forward(numbers, size, shuffled);
            if (!BrotliEncoder.TryCompress(shuffled, packed, out int length, quality: 1, window: 22))
                throw new InvalidOperationException("the compressor did not keep to its own bound");
            stored = packed.AsSpan(0, length);
            Span<byte> prefix = stackalloc byte[sizeof(int)];
            BitConverter.TryWriteBytes(prefix, length);
            stream.Write(prefix);
            hash.AppendData(prefix);
        }

        stream.Write(stored);
        hash.AppendData(stored);
    }

    private void WriteNumber(ulong number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BitConverter.TryWriteBytes(bytes, number);
        stream.Write(bytes);
    }
}
