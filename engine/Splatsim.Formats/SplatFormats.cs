namespace Splatsim.Formats;

/// <summary>The registry of formats for Gaussian clouds: one line each.</summary>
public static class SplatFormats
{
    /// <summary>
    /// All formats, in the order in which they are asked whether a file is theirs: the more special signature first, those
    /// without one last.
    /// </summary>
    public static IReadOnlyList<ISplatFormat> All { get; } =
    [
        new CompressedPlyFormat(),
        new PlyFormat(),
        new SpzFormat(),
        new SogFormat(),
        new SplatBinaryFormat(),
    ];

    /// <summary>The format that a file's first bytes (or, without a signature, its name) belong to; null for none.</summary>
    /// <param name="head">The first bytes, up to <see cref="SplatFiles.HeadLength"/>.</param>
    /// <param name="fileName">The name without its folder.</param>
    public static ISplatFormat? Detect(ReadOnlySpan<byte> head, string fileName)
    {
        foreach (ISplatFormat format in All)
            if (format.Detect(head, fileName)) return format;
        return null;
    }

    /// <summary>The format that a name to be written asks for, by its longest matching extension; null for none.</summary>
    /// <param name="path">The file to be written.</param>
    public static ISplatFormat? ForExtension(string path)
    {
        ISplatFormat? best = null;
        int bestLength = 0;
        foreach (ISplatFormat format in All)
        {
            foreach (string extension in format.Extensions)
            {
                if (extension.Length <= bestLength || !path.EndsWith(extension, StringComparison.OrdinalIgnoreCase)) continue;
                best = format;
                bestLength = extension.Length;
            }
        }

        return best;
    }
}
