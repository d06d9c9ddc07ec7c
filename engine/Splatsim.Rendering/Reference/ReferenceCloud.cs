using Splatsim.Mathematics;
using Splatsim.Splats;

namespace Splatsim.Rendering;

/// <summary>
/// The parameters of a cloud in double precision, row-major: what the reference rasterizer draws, what gradients are taken
/// of and what finite differences move by less than a float resolves.
/// </summary>
public sealed class ReferenceCloud
{
    /// <summary>Allocates a cloud of zeros.</summary>
    /// <param name="count">Number of splats, at least 0.</param>
    /// <param name="degree">Spherical-harmonic degree, 0 to 4; degrees above 3 are kept but not drawn.</param>
    /// <param name="channels">Numbers that each splat carries beside its colour, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">Count, degree or channels are outside their range.</exception>
    public ReferenceCloud(int count, int degree, int channels = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(channels);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfNegative(degree);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(degree, GaussianCloud.MaximumDegree);
        Count = count;
        Degree = degree;
        ChannelCount = channels;
        Channels = new double[channels * count];
        Means = new double[3 * count];
        Quaternions = new double[4 * count];
        LogScales = new double[3 * count];
        OpacityLogits = new double[count];
        Sh = new double[3 * ShCoefficientCount * count];
        Moved = new MovedSplat?[count];
    }

    /// <summary>Number of splats.</summary>
    public int Count { get; }

    /// <summary>Spherical-harmonic degree.</summary>
    public int Degree { get; }

    /// <summary>Spherical-harmonic coefficients per colour channel: (degree + 1)^2.</summary>
    public int ShCoefficientCount => (Degree + 1) * (Degree + 1);

    /// <summary>Numbers that each splat carries beside its colour.</summary>
    public int ChannelCount { get; }

    /// <summary>Means at rest, shape [Count, 3] [scene units].</summary>
    public double[] Means { get; }

    /// <summary>Quaternions w, x, y, z, shape [Count, 4]; need not be normalised.</summary>
    public double[] Quaternions { get; }

    /// <summary>Natural logarithms of the standard deviations, shape [Count, 3].</summary>
    public double[] LogScales { get; }

    /// <summary>Opacity logits, shape [Count].</summary>
    public double[] OpacityLogits { get; }

    /// <summary>Harmonics, shape [Count, (Degree + 1)^2, 3].</summary>
    public double[] Sh { get; }

    /// <summary>What the splats carry beside their colour, shape [Count, ChannelCount].</summary>
    public double[] Channels { get; }

    /// <summary>Moved states, shape [Count]; null for a splat at rest. They replace mean, rotation and scales.</summary>
    public MovedSplat?[] Moved { get; }

    /// <summary>Copies a cloud.</summary>
    /// <param name="cloud">The splats.</param>
    /// <param name="moved">For a splat's index its moved state, or null where it is at rest; null when nothing moved.</param>
    /// <param name="channels">What the splats carry beside their colour; null for nothing.</param>
    public static ReferenceCloud Of(GaussianCloud cloud, Func<int, MovedSplat?>? moved = null, SplatChannels? channels = null)
    {
        ReferenceCloud result = new(cloud.Count, cloud.Degree, channels?.ChannelCount ?? 0);
        for (int i = 0; i < result.Channels.Length; i++) result.Channels[i] = channels!.Values[i];
        for (int i = 0; i < cloud.Count; i++)
        {
            (result.Means[3 * i], result.Means[3 * i + 1], result.Means[3 * i + 2]) = (cloud.X[i], cloud.Y[i], cloud.Z[i]);
            (result.Quaternions[4 * i], result.Quaternions[4 * i + 1]) = (cloud.RotationW[i], cloud.RotationX[i]);
            (result.Quaternions[4 * i + 2], result.Quaternions[4 * i + 3]) = (cloud.RotationY[i], cloud.RotationZ[i]);
            (result.LogScales[3 * i], result.LogScales[3 * i + 1]) = (cloud.LogScaleX[i], cloud.LogScaleY[i]);
            result.LogScales[3 * i + 2] = cloud.LogScaleZ[i];
            result.OpacityLogits[i] = cloud.OpacityLogit[i];
            for (int k = 0; k < cloud.ShCoefficientCount; k++)
                for (int channel = 0; channel < 3; channel++)
                    result.Sh[(i * cloud.ShCoefficientCount + k) * 3 + channel] = cloud.Sh(k, channel)[i];
            result.Moved[i] = moved?.Invoke(i);
        }

        return result;
    }

    internal Vector3<Real64> Mean(int splat) => new(Means[3 * splat], Means[3 * splat + 1], Means[3 * splat + 2]);

    internal Vector3<Real64> LogScale(int splat) =>
        new(LogScales[3 * splat], LogScales[3 * splat + 1], LogScales[3 * splat + 2]);

    internal Quaternion<Real64> Quaternion(int splat) =>
        new(Quaternions[4 * splat], Quaternions[4 * splat + 1], Quaternions[4 * splat + 2], Quaternions[4 * splat + 3]);

    internal ReferenceHarmonics Harmonics(int splat) => new(Sh, 3 * ShCoefficientCount * splat);
}
