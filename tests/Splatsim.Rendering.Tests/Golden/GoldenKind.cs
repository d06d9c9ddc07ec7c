using Splatsim.Tests;

namespace Splatsim.Rendering.Tests.Golden;

/// <summary>What a golden render file holds, told by its tensors.</summary>
internal enum GoldenKind
{
    Unknown,
    Projection,
    Forward,
    Backward,
    Deformed,
    Brush,

    /// <summary>Image metrics: the Imaging room's tests read them.</summary>
    Metrics,

    /// <summary>Rotations of harmonics: the tests of Mathematics and Splats read them.</summary>
    ShRotation,
}

internal static class GoldenKinds
{
    public static GoldenKind Of(Safetensors file) =>
        file.Has("out_img") ? GoldenKind.Brush
        : file.Has("cov2d") ? GoldenKind.Projection
        : file.Has("deformation_gradients") ? GoldenKind.Deformed
        : file.Has("rgb") && file.Has("loss") ? GoldenKind.Backward
        : file.Has("rgb") ? GoldenKind.Forward
        : file.Has("ssim_map_same") ? GoldenKind.Metrics
        : file.Has("coefficient_matrices") ? GoldenKind.ShRotation
        : GoldenKind.Unknown;

    /// <summary>Every file of the given kinds, with its path relative to the golden folder.</summary>
    public static IEnumerable<(string Relative, Safetensors File)> Files(params GoldenKind[] kinds)
    {
        string root = GoldenData.RequireRoot();
        string folder = Path.Combine(root, "render");
        foreach (string path in Directory.EnumerateFiles(folder, "*.safetensors", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            Safetensors file = new(path);
            if (kinds.Contains(Of(file))) yield return (Path.GetRelativePath(root, path), file);
        }
    }
}
