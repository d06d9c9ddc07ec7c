using Splatsim.Splats;

namespace Splatsim.Formats;

/// <summary>What meta.json says, checked.</summary>
internal sealed record SogMeta
{
    /// <summary>1 or 2.</summary>
    public required int Version { get; init; }

    /// <summary>Number of splats.</summary>
    public required int Count { get; init; }

    public required RenderModel RenderModel { get; init; }

    /// <summary>Lowest and highest means, in the logarithmic domain of the file.</summary>
    public required double[] MeanMinimum { get; init; }

    public required double[] MeanMaximum { get; init; }

    /// <summary>Low bytes, high bytes.</summary>
    public required string[] MeanFiles { get; init; }

    public required string QuaternionFile { get; init; }

    public required string ScaleFile { get; init; }

    /// <summary>Log-scale of every byte, per axis, shape [3][256].</summary>
    public required float[][] Scales { get; init; }

    public required string ColourFile { get; init; }

    /// <summary>f_dc of every byte, per channel, shape [3][256].</summary>
    public required float[][] Colours { get; init; }

    /// <summary>Opacity logit of every byte, shape [256].</summary>
    public required float[] OpacityLogits { get; init; }

    /// <summary>The palette of higher harmonics; null at degree 0.</summary>
    public SogPaletteMeta? Palette { get; init; }
}
