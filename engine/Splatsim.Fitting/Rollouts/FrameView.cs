using Splatsim.Rendering;
using Splatsim.Splats;

namespace Splatsim.Fitting;

/// <summary>One picture of a clip, and what it is held against.</summary>
/// <param name="Frame">The frame, 0 being the start.</param>
/// <param name="Camera">The camera.</param>
/// <param name="Losses">What is compared, each with what it is multiplied by.</param>
public sealed record FrameView(int Frame, Camera Camera, IReadOnlyList<(FramePlane Plane, double Weight, ILoss Loss)> Losses)
{
    /// <summary>How it is drawn.</summary>
    public RenderOptions Options { get; init; } = RenderOptions.Default;
}
