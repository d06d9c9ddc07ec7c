using System.IO.Compression;
using Splatsim.Splats;

namespace Splatsim.Formats;

/// <summary>
/// SPZ by Niantic and Adobe, versions 1 to 4: quantised arrays, compressed by gzip (up to 3) or Zstandard (4). Versions 3
/// and 4 are written; they decode to the same bits.
/// </summary>
/// <remarks>
/// The specification asks for right-up-back axes, but most files hold what their source held (right-down-forward), so
/// values are taken as they are unless the file names its frame (the coordinate system extension) or the caller does
/// (<see cref="ReadOptions.Frame"/>). Writing keeps the cloud's frame, names it unless it is right-down-forward, and
/// converts when <see cref="WriteOptions.Frame"/> asks for it.
/// </remarks>
public sealed class SpzFormat : ISplatFormat
{
    /// <inheritdoc/>
    public string Name => "spz";

    /// <inheritdoc/>
    public IReadOnlyList<string> Extensions { get; } = [".spz"];

    /// <inheritdoc/>
    public bool CanWrite => true;

    /// <inheritdoc/>
    public bool Detect(ReadOnlySpan<byte> head, string fileName)
    {
        if (head.StartsWith(SpzHeader.Signature)) return true;
        if (!head.StartsWith((ReadOnlySpan<byte>)[0x1f, 0x8b])) return false;
        return fileName.EndsWith(".spz", StringComparison.OrdinalIgnoreCase) || InflatesToSignature(head);
    }

    /// <inheritdoc/>
    public GaussianCloud Read(string path, ReadOptions options)
    {
        using ByteSource source = ByteSource.Open(path);
        return SpzReader.Read(source, options);
    }

    /// <inheritdoc/>
    public void Write(GaussianCloud cloud, string path, WriteOptions options) => SpzWriter.Write(cloud, path, options);

    private static bool InflatesToSignature(ReadOnlySpan<byte> head)
    {
        try
        {
            using GZipStream stream = new(new MemoryStream(head.ToArray()), CompressionMode.Decompress);
            Span<byte> signature = stackalloc byte[4];
            return stream.ReadAtLeast(signature, 4, throwOnEndOfStream: false) == 4 && signature.SequenceEqual(SpzHeader.Signature);
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }
}
