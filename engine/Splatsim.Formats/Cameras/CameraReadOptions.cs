namespace Splatsim.Formats;

/// <summary>How camera files are read.</summary>
public sealed record CameraReadOptions
{
    /// <summary>Every default.</summary>
    public static CameraReadOptions Default { get; } = new();

    /// <summary>Size [px] of images for files that do not say it (Blender's transforms.json); null to look at the images.</summary>
    public (int Width, int Height)? ImageSize { get; init; }

    /// <summary>Receives one line per thing that a camera cannot hold.</summary>
    public Action<string>? Warn { get; init; }
}
