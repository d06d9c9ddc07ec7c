using Splatsim.Splats;

namespace Splatsim.Formats;

/// <summary>
/// One file format for Gaussian clouds. To add one: a folder with an implementation, and its line in
/// <see cref="SplatFormats"/>; the generic tests walk the registry.
/// </summary>
public interface ISplatFormat
{
    /// <summary>Short name, lower case: "ply", "compressed-ply", "spz".</summary>
    string Name { get; }

    /// <summary>Extensions in lower case with their dot, the preferred one first; may have two parts (".compressed.ply").</summary>
    IReadOnlyList<string> Extensions { get; }

    /// <summary>True when <see cref="Write"/> works.</summary>
    bool CanWrite { get; }

    /// <summary>
    /// True when the file is of this format, judged by its first bytes; by its name only when the format has no signature.
    /// A damaged file of the format counts as one, so that its reader can say what is wrong.
    /// </summary>
    /// <param name="head">The first bytes, up to <see cref="SplatFiles.HeadLength"/>; the whole file when it is shorter.</param>
    /// <param name="fileName">The name without its folder.</param>
    bool Detect(ReadOnlySpan<byte> head, string fileName);

    /// <summary>
    /// Reads a cloud as stored: no row is dropped or reordered (<see cref="SplatFiles"/> drops invalid rows). Memory stays
    /// within 4 times the file's size + 64 MB until the data has proved its own claims.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How to read.</param>
    /// <exception cref="SplatFormatException">The file is missing, damaged or says something that the format does not allow.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    GaussianCloud Read(string path, ReadOptions options);

    /// <summary>Writes a cloud, by way of a temporary name (<see cref="AtomicFile"/>).</summary>
    /// <param name="cloud">The cloud.</param>
    /// <param name="path">The file; replaced when it exists.</param>
    /// <param name="options">How to write.</param>
    /// <exception cref="SplatFormatException">The format cannot hold the cloud, or the file cannot be written.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; nothing is left behind.</exception>
    void Write(GaussianCloud cloud, string path, WriteOptions options);
}
