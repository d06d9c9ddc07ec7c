using Splatsim.Imaging;

namespace Splatsim.Rendering;

/// <summary>Gradient of a loss with respect to the planes of a <see cref="RenderTarget"/>; planes that are null do not enter the loss.</summary>
public sealed record TargetGradient
{
    /// <summary>With respect to red, green, blue over the background, three channels.</summary>
    public FloatImage? Color { get; init; }

    /// <summary>With respect to the coverage, one channel.</summary>
    public FloatImage? Alpha { get; init; }

    /// <summary>With respect to the accumulated depth, one channel [1/scene unit].</summary>
    public FloatImage? AccumulatedDepth { get; init; }

    /// <summary>With respect to the expected depth, one channel [1/scene unit].</summary>
    public FloatImage? ExpectedDepth { get; init; }

    /// <summary>With respect to the blended channels, as many as the frame has.</summary>
    public FloatImage? Channels { get; init; }

    /// <exception cref="ArgumentException">A plane does not fit the frame; the message names it.</exception>
    internal void Validate(int width, int height, int channels, bool hasDepth)
    {
        Fits(Color, nameof(Color), width, height, 3);
        Fits(Alpha, nameof(Alpha), width, height, 1);
        Fits(AccumulatedDepth, nameof(AccumulatedDepth), width, height, 1);
        Fits(ExpectedDepth, nameof(ExpectedDepth), width, height, 1);
        Fits(Channels, nameof(Channels), width, height, channels);
        if (!hasDepth && (AccumulatedDepth ?? ExpectedDepth) is not null)
            throw new ArgumentException($"the loss has a gradient of depth but the frame was drawn without; add {nameof(RenderOutputs.ExpectedDepth)} to its target");
    }

    private static void Fits(FloatImage? plane, string name, int width, int height, int channels)
    {
        if (plane is null || (plane.Width == width && plane.Height == height && plane.Channels == channels)) return;
        throw new ArgumentException(
            $"the gradient plane {name} is {plane.Width} x {plane.Height} x {plane.Channels} but the frame {width} x {height} x {channels}; give one number per value", name);
    }
}
