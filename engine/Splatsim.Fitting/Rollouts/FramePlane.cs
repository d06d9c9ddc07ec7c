namespace Splatsim.Fitting;

/// <summary>What of a drawn frame a loss looks at.</summary>
public enum FramePlane
{
    /// <summary>Red, green, blue over the background.</summary>
    Color,

    /// <summary>Coverage.</summary>
    Alpha,

    /// <summary>Expected depth [scene units].</summary>
    ExpectedDepth,
}
