namespace Splatsim.Formats;

/// <summary>What a format can say about a cloud beside its geometry and colours.</summary>
[Flags]
internal enum Holds
{
    None = 0,

    /// <summary>That it was trained with the antialiased renderer.</summary>
    Antialiased = 1,

    /// <summary>That its splats are flat.</summary>
    TwoDimensional = 2,

    /// <summary>A label per splat.</summary>
    Labels = 4,

    /// <summary>That y points up.</summary>
    FrameUp = 8,

    /// <summary>Which way the axes point, whatever the frame.</summary>
    AnyFrame = 16,

    /// <summary>What PLY comments and columns hold.</summary>
    All = Antialiased | TwoDimensional | Labels | FrameUp,
}
