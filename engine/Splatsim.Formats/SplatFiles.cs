using System.Diagnostics.CodeAnalysis;
using Splatsim.Splats;

namespace Splatsim.Formats;

/// <summary>The front door for scene files of every registered format.</summary>
public static class SplatFiles
{
    /// <summary>How many first bytes are looked at to tell formats apart [bytes]: the longest PLY header that is accepted.</summary>
    public const int HeadLength = 128 * 1024;

    /// <summary>Reads a cloud; the format is found by content. Rows with NaN or without a rotation are dropped with a warning.</summary>
    /// <param name="path">A file, or a folder with meta.json (SOG).</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <param name="warn">Receives one line per thing that was odd but could be read.</param>
    /// <exception cref="SplatFormatException">The file is missing, of no known format, or damaged.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    [SuppressMessage("Design", "CA1068", Justification = "Most callers cancel, few listen to warnings.")]
    public static GaussianCloud Read(string path, CancellationToken cancellation = default, Action<string>? warn = null) =>
        Read(path, new ReadOptions { Cancellation = cancellation, Warn = warn });

    /// <summary>Reads a cloud; the format is found by content. Rows with NaN or without a rotation are dropped with a warning.</summary>
    /// <param name="path">A file, or a folder with meta.json (SOG).</param>
    /// <param name="options">How to read.</param>
    /// <exception cref="SplatFormatException">The file is missing, of no known format, or damaged.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static GaussianCloud Read(string path, ReadOptions options)
    {
        string file = ResolveFolder(path);
        GaussianCloud cloud = Detect(file).Read(file, options);
        return InvalidRows.Drop(cloud, file, options.Warn);
    }

    /// <summary>The format of a file, by its content (by its name only where a format has no signature).</summary>
    /// <param name="path">A file, or a folder with meta.json (SOG).</param>
    /// <exception cref="SplatFormatException">The file is missing or of no known format.</exception>
    public static ISplatFormat Detect(string path)
    {
        string file = ResolveFolder(path);
        using ByteSource source = ByteSource.Open(file);
        byte[] head = new byte[(int)Math.Min(HeadLength, source.Length)];
        source.Read(0, head, "its first bytes");
        return SplatFormats.Detect(head, Path.GetFileName(file)) ?? throw new SplatFormatException(
            file, 0, Unknown(head), $"give a file of one of these formats: {Names(SplatFormats.All)}");
    }

    /// <summary>Writes a cloud in the format that the extension names, by way of a temporary name.</summary>
    /// <param name="cloud">The cloud.</param>
    /// <param name="path">The file; replaced when it exists. Its folder is made when it is missing.</param>
    /// <param name="options">How to write; null for the defaults.</param>
    /// <exception cref="SplatFormatException">The extension names no format that can be written, or writing failed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; nothing is left behind.</exception>
    public static void Write(GaussianCloud cloud, string path, WriteOptions? options = null)
    {
        ISplatFormat? format = SplatFormats.ForExtension(path);
        if (format is null || !format.CanWrite)
        {
            throw SplatFormatException.Whole(
                path,
                $"no format is written under the extension '{Path.GetExtension(path)}'",
                $"use one of {string.Join(", ", SplatFormats.All.Where(f => f.CanWrite).SelectMany(f => f.Extensions))}");
        }

        format.Write(cloud, path, options ?? WriteOptions.Default);
    }

    private static string ResolveFolder(string path)
    {
        if (!Directory.Exists(path)) return path;
        string meta = Path.Combine(path, "meta.json");
        if (File.Exists(meta)) return meta;
        throw SplatFormatException.Whole(path, "is a folder without meta.json", "give a file, or a folder that holds an unpacked SOG scene");
    }

    private static string Unknown(byte[] head) => head.Length == 0
        ? "the file is empty"
        : $"no known format starts with the bytes {Convert.ToHexString(head.AsSpan(0, Math.Min(8, head.Length)))}";

    private static string Names(IEnumerable<ISplatFormat> formats) => string.Join(", ", formats.Select(f => f.Name));
}
