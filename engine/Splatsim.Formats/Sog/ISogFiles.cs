namespace Splatsim.Formats;

/// <summary>Where the parts of a SOG scene lie: a zip archive or a folder.</summary>
internal interface ISogFiles : IDisposable
{
    /// <summary>What the user gave, for messages.</summary>
    string Path { get; }

    /// <summary>Size of everything on the disk [bytes].</summary>
    long TotalSize { get; }

    /// <summary>Reads a part; may be called from several threads.</summary>
    /// <param name="name">A plain name, already checked: no folder, no traversal.</param>
    /// <param name="jsonPath">Where it was named, for messages.</param>
    /// <exception cref="SplatFormatException">Missing, damaged, or larger than the whole scene makes believable.</exception>
    byte[] Read(string name, string jsonPath);
}
