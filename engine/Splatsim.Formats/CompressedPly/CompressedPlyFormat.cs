using Splatsim.Splats;

namespace Splatsim.Formats;

/// <summary>
/// PlayCanvas compressed PLY: 16 bytes per splat, quantised between the bounds of chunks of 256, and a byte per
/// coefficient of the harmonics.
/// </summary>
public sealed class CompressedPlyFormat : ISplatFormat
{
    /// <inheritdoc/>
    public string Name => "compressed-ply";

    /// <inheritdoc/>
    public IReadOnlyList<string> Extensions { get; } = [".compressed.ply"];

    /// <inheritdoc/>
    public bool CanWrite => true;

    /// <inheritdoc/>
    public bool Detect(ReadOnlySpan<byte> head, string fileName)
    {
        if (!head.StartsWith("ply\n"u8) && !head.StartsWith("ply\r\n"u8)) return false;
        int end = head.IndexOf("end_header"u8);
        return (end < 0 ? head : head[..end]).IndexOf(" packed_position"u8) >= 0;
    }

    /// <inheritdoc/>
    public GaussianCloud Read(string path, ReadOptions options)
    {
        using ByteSource source = ByteSource.Open(path);
        return CompressedPlyReader.Read(source, PlyHeader.Read(source), options);
    }

    /// <inheritdoc/>
    public void Write(GaussianCloud cloud, string path, WriteOptions options) => CompressedPlyWriter.Write(cloud, path, options);
}
