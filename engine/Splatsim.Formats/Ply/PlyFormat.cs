using Splatsim.Splats;

namespace Splatsim.Formats;

/// <summary>
/// PLY with a vertex per splat, as 3D Gaussian splatting trainers write it: any column order, encoding and neighbours;
/// flat (2DGS) scenes; and plain coloured points, which become small round splats.
/// </summary>
/// <remarks>Layout of Kerbl et al. 2023, "3D Gaussian Splatting for Real-Time Radiance Field Rendering".</remarks>
public sealed class PlyFormat : ISplatFormat
{
    /// <inheritdoc/>
    public string Name => "ply";

    /// <inheritdoc/>
    public IReadOnlyList<string> Extensions { get; } = [".ply"];

    /// <inheritdoc/>
    public bool CanWrite => true;

    /// <inheritdoc/>
    public bool Detect(ReadOnlySpan<byte> head, string fileName) =>
        head.StartsWith("ply\n"u8) || head.StartsWith("ply\r\n"u8);

    /// <inheritdoc/>
    public GaussianCloud Read(string path, ReadOptions options)
    {
        using ByteSource source = ByteSource.Open(path);
        return PlyReader.Read(source, PlyHeader.Read(source), options);
    }

    /// <inheritdoc/>
    public void Write(GaussianCloud cloud, string path, WriteOptions options) => PlyWriter.Write(cloud, path, options);
}
