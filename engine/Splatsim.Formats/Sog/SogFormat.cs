using System.Buffers.Binary;
using System.Text;
using Splatsim.Splats;

namespace Splatsim.Formats;

/// <summary>
/// SOG by PlayCanvas: bytes in lossless images and codebooks in meta.json, in a zip archive (.sog) or in a folder.
/// Versions 1 and 2 are read; version 2 is written, as an archive.
/// </summary>
public sealed class SogFormat : ISplatFormat
{
    /// <inheritdoc/>
    public string Name => "sog";

    /// <inheritdoc/>
    public IReadOnlyList<string> Extensions { get; } = [".sog"];

    /// <inheritdoc/>
    public bool CanWrite => true;

    /// <inheritdoc/>
    public bool Detect(ReadOnlySpan<byte> head, string fileName)
    {
        if (head.StartsWith("PK\x03\x04"u8)) return fileName.EndsWith(".sog", StringComparison.OrdinalIgnoreCase) || HoldsPartOfScene(head);
        return fileName == "meta.json" && head.IndexOf("\"means\""u8) >= 0;
    }

    /// <inheritdoc/>
    public GaussianCloud Read(string path, ReadOptions options)
    {
        using ISogFiles files = IsArchive(path) ? new SogArchive(path) : new SogFolder(path);
        return SogReader.Read(files, options);
    }

    /// <inheritdoc/>
    public void Write(GaussianCloud cloud, string path, WriteOptions options) => SogWriter.Write(cloud, path, options);

    private static bool IsArchive(string path)
    {
        using ByteSource source = ByteSource.Open(path);
        Span<byte> head = stackalloc byte[2];
        source.Read(0, head, "the signature");
        return head.SequenceEqual("PK"u8);
    }

    // The name of an archive's first entry stands 30 bytes into the file.
    private static bool HoldsPartOfScene(ReadOnlySpan<byte> head)
    {
        if (head.Length < 30) return false;
        int length = BinaryPrimitives.ReadUInt16LittleEndian(head[26..]);
        if (head.Length < 30 + length) return false;
        string name = Encoding.UTF8.GetString(head.Slice(30, length));
        return name == "meta.json" || name.EndsWith(".webp", StringComparison.OrdinalIgnoreCase);
    }
}
