using Splatsim.Splats;

namespace Splatsim.Formats;

/// <summary>Says what of a cloud a format cannot hold, so that nothing gets lost without a word.</summary>
internal static class Losses
{
    /// <summary>Warns once per thing that is lost.</summary>
    /// <param name="cloud">What is written.</param>
    /// <param name="path">Where.</param>
    /// <param name="options">Who listens.</param>
    /// <param name="holds">What the format can say.</param>
    /// <param name="highestDegree">The highest degree of harmonics that the format holds.</param>
    internal static void Warn(GaussianCloud cloud, string path, WriteOptions options, Holds holds, int highestDegree = GaussianCloud.MaximumDegree)
    {
        if (options.Warn is not { } warn) return;
        if (cloud.Degree > highestDegree) warn($"{path}: the harmonics are cut from degree {cloud.Degree} to {highestDegree}, the highest that the format holds");
        if (cloud.RenderModel == RenderModel.Antialiased && !holds.HasFlag(Holds.Antialiased))
            warn($"{path}: the format cannot say that the scene is for the antialiased renderer");
        if (cloud.RenderModel == RenderModel.TwoDimensional && !holds.HasFlag(Holds.TwoDimensional))
            warn($"{path}: the format cannot say that the splats are flat (2DGS)");
        if (cloud.Labels is not null && !holds.HasFlag(Holds.Labels)) warn($"{path}: the format holds no labels");
        bool frameKept = cloud.Frame == CoordinateFrame.RightDownForward || holds.HasFlag(Holds.AnyFrame)
            || (cloud.Frame == CoordinateFrame.RightUpBack && holds.HasFlag(Holds.FrameUp));
        if (!frameKept) warn($"{path}: the format cannot say that the axes are {cloud.Frame}; readers will take them as {CoordinateFrame.RightDownForward}");
    }
}
