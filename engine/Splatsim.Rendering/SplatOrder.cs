namespace Splatsim.Rendering;

/// <summary>The order in which splats are blended, front first; ties go by index.</summary>
public enum SplatOrder
{
    /// <summary>By z in camera axes (by distance for equirectangular cameras, which have no z).</summary>
    Depth,

    /// <summary>By distance from the camera's position.</summary>
    Distance,
}
