namespace Splatsim.Plots;

/// <summary>How a series of points is drawn.</summary>
public enum LineLook
{
    /// <summary>A solid line.</summary>
    Solid,

    /// <summary>A dashed line, for references and expectations.</summary>
    Dashed,

    /// <summary>A solid line with a dot at every point, for few points.</summary>
    Dots,

    /// <summary>Dots alone.</summary>
    DotsOnly,
}
