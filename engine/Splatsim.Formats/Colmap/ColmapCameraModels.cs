namespace Splatsim.Formats;

/// <summary>Names and parameter counts of COLMAP's lens models.</summary>
internal static class ColmapCameraModels
{
    private static readonly (string Name, int Parameters)[] All =
    [
        ("SIMPLE_PINHOLE", 3), ("PINHOLE", 4), ("SIMPLE_RADIAL", 4), ("RADIAL", 5), ("OPENCV", 8), ("OPENCV_FISHEYE", 8),
        ("FULL_OPENCV", 12), ("FOV", 5), ("SIMPLE_RADIAL_FISHEYE", 4), ("RADIAL_FISHEYE", 5), ("THIN_PRISM_FISHEYE", 12),
    ];

    /// <summary>Number of parameters.</summary>
    internal static int ParameterCount(this ColmapCameraModel model) => All[(int)model].Parameters;

    /// <summary>The name in text files.</summary>
    internal static string ColmapName(this ColmapCameraModel model) => All[(int)model].Name;

    /// <summary>True for the models with one focal length.</summary>
    internal static bool HasOneFocalLength(this ColmapCameraModel model) => model is ColmapCameraModel.SimplePinhole or ColmapCameraModel.SimpleRadial
        or ColmapCameraModel.Radial or ColmapCameraModel.SimpleRadialFisheye or ColmapCameraModel.RadialFisheye;

    /// <summary>The model of a number; null for an unknown one.</summary>
    internal static ColmapCameraModel? FromId(int id) => id >= 0 && id < All.Length ? (ColmapCameraModel)id : null;

    /// <summary>The model of a name; null for an unknown one.</summary>
    internal static ColmapCameraModel? FromName(string name) => FromId(Array.FindIndex(All, m => m.Name == name));

    /// <summary>All names, for messages.</summary>
    internal static string Names => string.Join(", ", All.Select(m => m.Name));
}
