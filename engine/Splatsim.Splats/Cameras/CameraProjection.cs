namespace Splatsim.Splats;

/// <summary>How a camera maps directions to pixels.</summary>
public enum CameraProjection
{
    /// <summary>Central projection: u = fx x/z + cx.</summary>
    Pinhole,

    /// <summary>Parallel projection: u = fx x + cx.</summary>
    Orthographic,

    /// <summary>The whole sphere: columns are longitudes, rows are latitudes.</summary>
    Equirectangular,
}
