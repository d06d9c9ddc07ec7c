namespace Splatsim.Fitting;

/// <summary>What a loss compares.</summary>
public enum LossKind
{
    /// <summary>Colours, shape [Height, Width, Channels], nominally 0 to 1.</summary>
    Image,

    /// <summary>Coverage, shape [Height, Width], 0 to 1.</summary>
    Mask,

    /// <summary>Depth, shape [Height, Width] [scene units]; at most 0 where it is unknown.</summary>
    Depth,

    /// <summary>Displacement in the image, shape [Height, Width, 2] [px].</summary>
    Flow,

    /// <summary>Points that have counterparts, shape [frames, points, 2 or 3] [px or m].</summary>
    Tracks,

    /// <summary>Points without counterparts, shape [points, 3] [m]; prediction and target may have different numbers of points.</summary>
    Points,

    /// <summary>Points of a body whose shape at rest is the target, shape [points, 3] [m].</summary>
    Body,

    /// <summary>A field on a grid, shape [Depth, Height, Width, Channels]; the target's values are not read.</summary>
    Field,

    /// <summary>Parameters, shape [count], with their means as target and 1 / standard deviation squared as weights.</summary>
    Parameters,
}
