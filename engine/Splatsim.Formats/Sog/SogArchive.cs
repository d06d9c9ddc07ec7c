using System.IO.Compression;

namespace Splatsim.Formats;

/// <summary>A bundled SOG scene: a zip archive that is only ever read into memory, entry by entry.</summary>
internal sealed class SogArchive : ISogFiles
{
    // Entries are stored images and a small text. Four times the archive covers a compressed text many times over.
    private const int LargestGrowth = 4;
    private const long SmallestLimit = 1 << 20;

    private readonly ZipArchive archive;

    internal SogArchive(string path)
    {
        Path = path;
        FileStream? stream = null;
        try
        {
            stream = File.OpenRead(path);
            TotalSize = stream.Length;
            archive = new ZipArchive(stream, ZipArchiveMode.Read);
            // The directory is read here, so that a damaged one is noticed here.
            _ = archive.Entries.Count;
        }
        catch (InvalidDataException error)
        {
            stream?.Dispose();
            throw SplatFormatException.Whole(
                path, $"the zip archive is damaged ({error.Message})", "the file is cut short or damaged; get it again",
                error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            stream?.Dispose();
            throw SplatFormatException.Whole(
                path, $"cannot be opened ({error.Message})", "check the path and its permissions", error);
        }
    }

    /// <inheritdoc/>
    public string Path { get; }

    /// <inheritdoc/>
    public long TotalSize { get; }

    /// <inheritdoc/>
    public byte[] Read(string name, string jsonPath)
    {
        // One archive is one stream: entries are read one at a time.
        lock (archive)
        {
            ZipArchiveEntry entry = archive.Entries.FirstOrDefault(e => e.FullName == name)
                ?? throw SplatFormatException.AtJson(
                    Path, jsonPath, $"'{name}' is not in the archive", "the scene is incomplete; get it again");
            long limit = Math.Max(SmallestLimit, LargestGrowth * TotalSize);
            if (entry.Length > limit)
                throw SplatFormatException.AtJson(
                    Path, jsonPath, $"'{name}' is to unpack to {entry.Length} bytes, from an archive of {TotalSize}",
                    "the file is damaged; get it again");
            try
            {
                using Stream stream = entry.Open();
                // The claimed length is not believed: what the stream holds decides, up to the limit.
                using MemoryStream bytes = new((int)Math.Min(entry.Length, entry.CompressedLength + SmallestLimit));
                byte[] buffer = new byte[64 * 1024];
                for (int read = stream.Read(buffer); read > 0; read = stream.Read(buffer))
                {
                    bytes.Write(buffer, 0, read);
                    if (bytes.Length > limit)
                        throw SplatFormatException.AtJson(
                            Path, jsonPath, $"'{name}' unpacks to more than {limit} bytes",
                            "the file is damaged; get it again");
                }

                return bytes.ToArray();
            }
            catch (Exception error) when (error is InvalidDataException or IOException or NotSupportedException)
            {
                throw SplatFormatException.AtJson(
                    Path, jsonPath, $"'{name}' cannot be unpacked ({error.Message})",
                    "the file is damaged; get it again", error);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => archive.Dispose();
}
