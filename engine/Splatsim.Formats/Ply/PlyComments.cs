using System.Globalization;
using Splatsim.Splats;

namespace Splatsim.Formats;

/// <summary>What tools say about a scene in the comments of a PLY header.</summary>
internal static class PlyComments
{
    private const string ModelKey = "SplatRenderMode:";
    private const string AxisKey = "Vertical axis:";
    private const string AntialiasedKey = "antialiased";

    /// <summary>Sets the render model ("SplatRenderMode: mip", "antialiased 1") and the frame ("Vertical axis: y").</summary>
    internal static void Apply(PlyHeader header, string file, GaussianCloud cloud, Action<string>? warn)
    {
        foreach (string comment in header.Comments)
        {
            if (comment.StartsWith(ModelKey, StringComparison.OrdinalIgnoreCase)) ApplyModel(comment[ModelKey.Length..].Trim(), file, cloud, warn);
            else if (comment.StartsWith(AxisKey, StringComparison.OrdinalIgnoreCase)) ApplyAxis(comment[AxisKey.Length..].Trim(), file, cloud, warn);
            else if (comment.StartsWith(AntialiasedKey, StringComparison.OrdinalIgnoreCase)
                && comment[AntialiasedKey.Length..].Trim(':', ' ') is "1" or "true") cloud.RenderModel = RenderModel.Antialiased;
        }
    }

    /// <summary>The comments that say the same of a cloud.</summary>
    internal static IEnumerable<string> For(GaussianCloud cloud)
    {
        if (cloud.RenderModel == RenderModel.Antialiased) yield return $"{ModelKey} mip";
        if (cloud.RenderModel == RenderModel.TwoDimensional) yield return $"{ModelKey} 2dgs";
        if (cloud.Frame == CoordinateFrame.RightUpBack) yield return $"{AxisKey} y";
    }

    private static void ApplyModel(string model, string file, GaussianCloud cloud, Action<string>? warn)
    {
        switch (model.ToLowerInvariant())
        {
            case "mip":
                cloud.RenderModel = RenderModel.Antialiased;
                break;
            case "2dgs":
                cloud.RenderModel = RenderModel.TwoDimensional;
                break;
            case "default":
                break;
            default:
                warn?.Invoke($"{file}: unknown SplatRenderMode '{model}' (default, mip, 2dgs); the scene is taken as {cloud.RenderModel}");
                break;
        }
    }

    // A PLY's own frame is y down; only "y up" has a tag of its own.
    private static void ApplyAxis(string axis, string file, GaussianCloud cloud, Action<string>? warn)
    {
        if (!TryDirection(axis, out double x, out double y, out double z))
            warn?.Invoke($"{file}: the vertical axis '{axis}' is neither x, y, z nor three numbers; it is ignored");
        else if (x == 0 && z == 0 && y > 0)
            cloud.Frame = CoordinateFrame.RightUpBack;
        else if (x != 0 || z != 0)
            warn?.Invoke($"{file}: the vertical axis is {axis}; name it as the up direction of the scene");
    }

    private static bool TryDirection(string axis, out double x, out double y, out double z)
    {
        (x, y, z) = axis.ToLowerInvariant() switch { "x" => (1, 0, 0), "y" => (0, 1, 0), "z" => (0, 0, 1), _ => (0, 0, 0) };
        if (x + y + z > 0) return true;
        string[] words = axis.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
        return words.Length == 3
            && double.TryParse(words[0], CultureInfo.InvariantCulture, out x)
            && double.TryParse(words[1], CultureInfo.InvariantCulture, out y)
            && double.TryParse(words[2], CultureInfo.InvariantCulture, out z)
            && x * x + y * y + z * z > 0;
    }
}
