using Splatsim.Imaging;
using Splatsim.Rendering;
using Splatsim.Splats;

namespace Splatsim.Fitting;

/// <summary>A picture that a camera took of one frame: read from a file, or filmed from a simulation by <see cref="Rollout.Film"/>.</summary>
/// <param name="Frame">The frame, 0 being the start.</param>
/// <param name="Camera">The camera.</param>
/// <param name="Color">Red, green, blue over the background.</param>
public sealed record FilmedFrame(int Frame, Camera Camera, FloatImage Color)
{
    /// <summary>Coverage, one channel; null where only colours are known.</summary>
    public FloatImage? Alpha { get; init; }

    /// <summary>How predictions of it are drawn.</summary>
    public RenderOptions Options { get; init; } = RenderOptions.Default;

    /// <summary>The picture as a camera stores it: with noise, clipped to 0..1, in 8 bits. Coverage becomes a mask of 0 and 1.</summary>
    /// <param name="noise">Standard deviation of the noise of every channel, at least 0; full scale is 1.</param>
    /// <param name="random">Makes the noise.</param>
    public FilmedFrame Recorded(double noise, Random random)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(noise);
        float[] noisy = Array.ConvertAll(Color.Data, v => v + (float)(noise * Gaussian.Next(random)));
        FloatImage stored = new FloatImage(Color.Width, Color.Height, Color.Channels, noisy).ToBytes().ToFloat();
        FloatImage? mask = Alpha is null ? null : new(Alpha.Width, Alpha.Height, 1, Array.ConvertAll(Alpha.Data, a => a >= 0.5f ? 1f : 0f));
        return this with { Color = stored, Alpha = mask };
    }

    /// <summary>What a rollout compares with it.</summary>
    /// <param name="plane">Colours or coverage.</param>
    /// <param name="weight">What the loss is multiplied by.</param>
    /// <param name="create">Makes the loss, as <c>t => new PyramidLoss(t)</c>.</param>
    /// <exception cref="ArgumentException">The picture does not have the plane.</exception>
    public FrameView Against(FramePlane plane, double weight, Func<LossTarget, ILoss> create)
    {
        FloatImage target = plane switch
        {
            FramePlane.Color => Color,
            FramePlane.Alpha when Alpha is not null => Alpha,
            _ => throw new ArgumentException($"the picture of frame {Frame} has no plane {plane}; film it with one, or compare colours", nameof(plane)),
        };
        return new(Frame, Camera, [(plane, weight, create(FrameLosses.Target(target)))]) { Options = Options };
    }
}
