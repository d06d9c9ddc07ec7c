using Splatsim.Imaging;
using Splatsim.Mathematics;
using Splatsim.Splats;

namespace Splatsim.Rendering;

/// <summary>
/// Gradient of a loss with respect to everything a frame is drawn from. Splats, moved splats and channels are held in their own
/// containers: each number there is the derivative by the number at the same place. Splats that are not drawn have gradient 0:
/// small changes leave the picture as it is. Keep one and reuse it.
/// </summary>
public sealed class SplatGradient
{
    /// <summary>Allocates gradients.</summary>
    /// <param name="cloud">The splats that frames are drawn of.</param>
    /// <param name="deformed">Their moved splats, or null for none; only count and indices are read.</param>
    /// <param name="channels">Channels that frames have.</param>
    public SplatGradient(GaussianCloud cloud, DeformedSplats? deformed = null, int channels = 0)
    {
        Cloud = new GaussianCloud(cloud.Count, cloud.Degree);
        Deformed = deformed is null ? null : deformed.Indices is { } indices ? new DeformedSplats(indices) : new DeformedSplats(deformed.Count);
        Channels = channels > 0 ? new SplatChannels(cloud.Count, channels) : null;
    }

    /// <summary>
    /// With respect to means [1/scene unit], stored quaternions, log-scales, opacity logits and harmonics. The first three are 0
    /// for moved splats, which do not read them; harmonics are 0 where splats are coloured by numbers instead. The gradient with
    /// respect to a direction-free colour is that of coefficient 0 divided by <see cref="ShBasis.Constant"/>.
    /// </summary>
    public GaussianCloud Cloud { get; }

    /// <summary>
    /// With respect to the moved means, covariances and rotations; null where nothing moves. The covariances' columns hold the
    /// symmetric G with dL = sum over all nine (i, j) of G_ij dSigma_ij; the rotations' entries are free.
    /// </summary>
    public DeformedSplats? Deformed { get; }

    /// <summary>With respect to the channels; null without.</summary>
    public SplatChannels? Channels { get; }

    /// <summary>With respect to the plain background colour; 0 where a picture stands behind the splats instead.</summary>
    public Vector3<Real64> Background { get; internal set; }

    /// <summary>With respect to the background picture; null where the background is plain.</summary>
    public FloatImage? BackgroundImage { get; internal set; }

    /// <summary>With respect to pose (entries of R and t) and intrinsics.</summary>
    public CameraGradient<Real64> Camera { get; internal set; }

    /// <summary>With respect to the rotation vector omega of the camera motion x_c' = exp(omega^) x_c + v, at 0 [1/rad].</summary>
    public Vector3<Real64> PoseRotation { get; internal set; }

    /// <summary>With respect to the translation v of the same motion [1/scene unit].</summary>
    public Vector3<Real64> PoseTranslation { get; internal set; }

    /// <summary>The plane for the background picture's gradient: the one that is there, or a new one where that is of another size.</summary>
    internal FloatImage PictureOf(int width, int height) =>
        BackgroundImage is { } kept && kept.Width == width && kept.Height == height ? kept : new FloatImage(width, height, 3);

    /// <summary>For frames whose splats the host does not have.</summary>
    /// <exception cref="ArgumentException">It was made for other splats or channels; the message says which.</exception>
    internal void Validate(int count, int coefficients, int moved, int channels)
    {
        if (count != Cloud.Count || coefficients != Cloud.ShCoefficientCount)
        {
            throw new ArgumentException(
                $"the gradient is for {Cloud.Count} splats of {Cloud.ShCoefficientCount} harmonics but the frame has {count} of {coefficients}; make one for the frame's cloud");
        }

        if (moved != (Deformed?.Count ?? 0))
            throw new ArgumentException($"the gradient is for {Deformed?.Count ?? 0} moved splats but the frame has {moved}; make one for the frame's");
        Fits(channels);
    }

    /// <exception cref="ArgumentException">It was made for other splats or channels; the message says which.</exception>
    internal void Validate(GaussianCloud cloud, DeformedSplats? deformed, int channels)
    {
        if (cloud.Count != Cloud.Count || cloud.Degree != Cloud.Degree)
        {
            throw new ArgumentException(
                $"the gradient is for {Cloud.Count} splats of degree {Cloud.Degree} but the frame has {cloud.Count} of degree {cloud.Degree}; make one for the frame's cloud");
        }

        if ((deformed is null) != (Deformed is null) || (deformed is not null && !SameRows(deformed, Deformed!)))
            throw new ArgumentException("the gradient is for other moved splats than the frame's; make one for the frame's");
        Fits(channels);
    }

    private void Fits(int channels)
    {
        if (channels != (Channels?.ChannelCount ?? 0))
            throw new ArgumentException($"the gradient has {Channels?.ChannelCount ?? 0} channels but the frame {channels}; make one for the frame's");
    }

    private static bool SameRows(DeformedSplats a, DeformedSplats b) =>
        a.Count == b.Count && (ReferenceEquals(a.Indices, b.Indices)
            || (a.Indices is { } left && b.Indices is { } right && left.AsSpan().SequenceEqual(right)));
}
