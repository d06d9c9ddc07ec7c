namespace Splatsim.Formats;

/// <summary>An unpacked SOG scene: meta.json and its images in one folder. Nothing outside the folder is opened.</summary>
internal sealed class SogFolder : ISogFiles
{
    private readonly string folder;

    internal SogFolder(string metaPath)
    {
        Path = metaPath;
        folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(metaPath))!;
        TotalSize = Directory.EnumerateFiles(folder).Sum(file => new FileInfo(file).Length);
    }

    /// <inheritdoc/>
    public string Path { get; }

    /// <inheritdoc/>
    public long TotalSize { get; }

    /// <inheritdoc/>
    public byte[] Read(string name, string jsonPath)
    {
        string path = System.IO.Path.Combine(folder, name);
        if (!File.Exists(path))
            throw SplatFormatException.AtJson(
                Path, jsonPath, $"'{name}' is not in the folder", "the scene is incomplete; get all of its files");
        using ByteSource source = ByteSource.Open(path);
        return source.ReadArray(0, source.Length, name);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
