using Splatsim.Imaging;

namespace Splatsim.Rendering;

/// <summary>The planes that a frame is drawn into. Reusable; planes that were not asked for are null.</summary>
public sealed class RenderTarget
{
    /// <summary>Allocates the planes.</summary>
    /// <param name="width">Width [px], at least 1.</param>
    /// <param name="height">Height [px], at least 1.</param>
    /// <param name="outputs">What a frame shall contain.</param>
    /// <param name="channels">Blended channels per pixel; as many as <see cref="RenderOptions.Channels"/> has.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, or there are fewer than 0 channels.</exception>
    /// <exception cref="ArgumentException">No output is asked for.</exception>
    public RenderTarget(int width, int height, RenderOutputs outputs = RenderOutputs.ColorAlpha, int channels = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(channels);
        if ((outputs & RenderOutputs.All) == RenderOutputs.None && channels == 0) throw new ArgumentException("a render target needs at least one output", nameof(outputs));
        Width = width;
        Height = height;
        Outputs = outputs;
        Color = outputs.HasFlag(RenderOutputs.Color) ? new FloatImage(width, height, 3) : null;
        Alpha = Plane(RenderOutputs.Alpha);
        ExpectedDepth = Plane(RenderOutputs.ExpectedDepth);
        AccumulatedDepth = Plane(RenderOutputs.AccumulatedDepth);
        MedianDepth = Plane(RenderOutputs.MedianDepth);
        TopContributor = outputs.HasFlag(RenderOutputs.TopContributor) ? new int[checked(width * height)] : null;
        Channels = channels > 0 ? new FloatImage(width, height, channels) : null;
    }

    /// <summary>Width [px].</summary>
    public int Width { get; }

    /// <summary>Height [px].</summary>
    public int Height { get; }

    /// <summary>What a frame contains.</summary>
    public RenderOutputs Outputs { get; }

    /// <summary>Red, green, blue over the background, in the colour space of the capture (usually sRGB).</summary>
    public FloatImage? Color { get; }

    /// <summary>Coverage, 0 to 1.</summary>
    public FloatImage? Alpha { get; }

    /// <summary>Mean depth of what is seen [scene units]; 0 where nothing is.</summary>
    public FloatImage? ExpectedDepth { get; }

    /// <summary>Sum of weight times depth [scene units].</summary>
    public FloatImage? AccumulatedDepth { get; }

    /// <summary>Depth of the splat at which the transmittance first falls to one half [scene units]; 0 where it never does.</summary>
    public FloatImage? MedianDepth { get; }

    /// <summary>Index of the splat with the largest weight, shape [Height * Width]; -1 where none is drawn.</summary>
    public int[]? TopContributor { get; }

    /// <summary>Sums of weight times channel, shape [Height, Width, channels]; nothing stands behind them. Null without channels.</summary>
    public FloatImage? Channels { get; }

    /// <summary>Channels per pixel.</summary>
    public int ChannelCount => Channels?.Channels ?? 0;

    private FloatImage? Plane(RenderOutputs output) => Outputs.HasFlag(output) ? new FloatImage(Width, Height, 1) : null;
}
