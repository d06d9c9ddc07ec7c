using System.Text.Json;
using Splatsim.Splats;

namespace Splatsim.Formats;

/// <summary>
/// The front door for camera files: COLMAP sparse models (.bin, .txt), transforms.json (Blender, nerfstudio), and
/// cameras.json (3DGS reference code, or a "cameras" list with world-to-camera matrices).
/// </summary>
public static class CameraFiles
{
    /// <summary>Largest image side that is accepted [px]; anything above is a damaged file.</summary>
    internal const int LargestSide = 1 << 20;

    private static readonly string[] ModelFolders = ["", "sparse/0", "sparse", "colmap/sparse/0", "distorted/sparse/0"];
    private static readonly string[] JsonNames = ["transforms.json", "transforms_train.json", "cameras.json"];

    /// <summary>Reads the cameras of a capture, one per image, in the file's order.</summary>
    /// <param name="path">A camera file, a file of a COLMAP model, or a folder with one of them.</param>
    /// <param name="options">How to read; null for the defaults.</param>
    /// <exception cref="SplatFormatException">Nothing is found there, or it is damaged.</exception>
    public static IReadOnlyList<Camera> Read(string path, CameraReadOptions? options = null)
    {
        options ??= CameraReadOptions.Default;
        if (Directory.Exists(path)) return ReadFolder(path, options);
        if (Path.GetExtension(path).ToUpperInvariant() is ".BIN" or ".TXT")
            return ColmapModel.Read(Path.GetDirectoryName(Path.GetFullPath(path)) ?? path).ToCameras(options);
        return ReadJson(path, options);
    }

    private static IReadOnlyList<Camera> ReadFolder(string folder, CameraReadOptions options)
    {
        foreach (string model in ModelFolders)
        {
            string candidate = Path.Combine(folder, model);
            if (ColmapModel.IsModel(candidate)) return ColmapModel.Read(candidate).ToCameras(options);
        }

        foreach (string name in JsonNames)
        {
            string candidate = Path.Combine(folder, name);
            if (File.Exists(candidate)) return ReadJson(candidate, options);
        }

        throw SplatFormatException.Whole(
            folder, "the folder holds no cameras", $"give a COLMAP model (cameras.bin and images.bin, or .txt) or one of {string.Join(", ", JsonNames)}");
    }

    private static IReadOnlyList<Camera> ReadJson(string path, CameraReadOptions options)
    {
        using JsonDocument document = JsonNode.Parse(path, out JsonNode root);
        if (root.Element.ValueKind == JsonValueKind.Array) return CamerasJson.ReadReferenceList(root);
        if (root.TryGet("frames", out JsonNode? frames)) return TransformsJson.Read(root, frames.Value, options);
        if (root.TryGet("cameras", out JsonNode? cameras)) return CamerasJson.ReadMatrixList(cameras.Value);
        throw root.Bad("has neither 'frames' nor 'cameras', nor is it a list of cameras", "give a transforms.json or a cameras.json");
    }
}
