using Splatsim.Mathematics;

namespace Splatsim.Splats;

/// <summary>Facts about frames.</summary>
public static class CoordinateFrames
{
    /// <summary>The direction that a frame calls up. Captures are often tilted: it is a hint, not a measurement.</summary>
    /// <param name="frame">The frame.</param>
    public static Vector3<Real64> Up(this CoordinateFrame frame) =>
        frame == CoordinateFrame.RightDownForward ? new(0, -1, 0) : new(0, 1, 0);

    /// <summary>True for frames in which x cross y is z.</summary>
    /// <param name="frame">The frame.</param>
    public static bool IsRightHanded(this CoordinateFrame frame) => frame != CoordinateFrame.RightUpForward;
}
