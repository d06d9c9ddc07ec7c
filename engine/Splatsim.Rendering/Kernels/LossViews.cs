using ILGPU;
using Splatsim.Mathematics;

namespace Splatsim.Rendering.Kernels;

/// <summary>Gradient of a loss with respect to the planes of a frame, on a device.</summary>
internal struct LossViews
{
    /// <summary>With respect to colour, three floats per pixel; see <see cref="HasColor"/>.</summary>
    public ArrayView<float> OfColor;

    /// <summary>With respect to coverage, accumulated and expected depth, a float per pixel where the flag beside is set.</summary>
    public ArrayView<float> OfAlpha, OfAccumulatedDepth, OfExpectedDepth;

    /// <summary>With respect to the channels, <see cref="ChannelCount"/> floats per pixel.</summary>
    public ArrayView<float> OfChannels;

    /// <summary>1 where the plane enters the loss.</summary>
    public int HasColor, HasAlpha, HasAccumulatedDepth, HasExpectedDepth;

    /// <summary>Channels that enter the loss: all, or 0.</summary>
    public int ChannelCount;

    /// <summary>With respect to a pixel's colour.</summary>
    public readonly Vector3<Real32> Color(int pixel)
    {
        Vector3<Real32> result = default;
        if (HasColor != 0) result = new(new(OfColor[3L * pixel]), new(OfColor[3L * pixel + 1]), new(OfColor[3L * pixel + 2]));
        return result;
    }

    /// <summary>With respect to a pixel's coverage.</summary>
    public readonly Real32 Alpha(int pixel) => HasAlpha != 0 ? new(OfAlpha[pixel]) : Real32.Zero;

    /// <summary>With respect to a pixel's accumulated depth.</summary>
    public readonly Real32 AccumulatedDepth(int pixel) => HasAccumulatedDepth != 0 ? new(OfAccumulatedDepth[pixel]) : Real32.Zero;

    /// <summary>With respect to a pixel's expected depth.</summary>
    public readonly Real32 ExpectedDepth(int pixel) => HasExpectedDepth != 0 ? new(OfExpectedDepth[pixel]) : Real32.Zero;
}
