namespace Splatsim.Rendering;

/// <summary>What a frame consists of. Only what is asked for is computed.</summary>
[Flags]
public enum RenderOutputs
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Red, green, blue over the background.</summary>
    Color = 1,

    /// <summary>Coverage: 1 minus the remaining transmittance.</summary>
    Alpha = 2,

    /// <summary>Sum of weight times depth over alpha: the mean depth of what is seen.</summary>
    ExpectedDepth = 4,

    /// <summary>Sum of weight times depth.</summary>
    AccumulatedDepth = 8,

    /// <summary>Depth of the splat at which the transmittance first falls to one half.</summary>
    MedianDepth = 16,

    /// <summary>Index of the splat with the largest weight.</summary>
    TopContributor = 32,

    /// <summary>Colour and alpha.</summary>
    ColorAlpha = Color | Alpha,

    /// <summary>Everything.</summary>
    All = ColorAlpha | ExpectedDepth | AccumulatedDepth | MedianDepth | TopContributor,
}
