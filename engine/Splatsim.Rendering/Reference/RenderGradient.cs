using Splatsim.Mathematics;

namespace Splatsim.Rendering;

/// <summary>
/// Gradient of a loss with respect to everything a frame is made from, row-major as in <see cref="ReferenceCloud"/>. Splats
/// that are not drawn have gradient 0: small changes leave the picture as it is.
/// </summary>
public sealed class RenderGradient
{
    internal RenderGradient(int count, int coefficients, int channels)
    {
        Means = new double[3 * count];
        Quaternions = new double[4 * count];
        LogScales = new double[3 * count];
        OpacityLogits = new double[count];
        Sh = new double[3 * coefficients * count];
        Channels = new double[channels * count];
        Covariances = new SymmetricMatrix3x3<Real64>[count];
        Rotations = new Matrix3x3<Real64>[count];
        Screen = new ScreenGradient<Real64>[count];
    }

    /// <summary>With respect to the means, moved ones where splats are moved, shape [Count, 3] [1/scene unit].</summary>
    public double[] Means { get; }

    /// <summary>With respect to the stored quaternions w, x, y, z, shape [Count, 4]; 0 for moved splats, which do not read them.</summary>
    public double[] Quaternions { get; }

    /// <summary>With respect to the log-scales, shape [Count, 3]; 0 for moved splats, which do not read them.</summary>
    public double[] LogScales { get; }

    /// <summary>With respect to the opacity logits, shape [Count].</summary>
    public double[] OpacityLogits { get; }

    /// <summary>With respect to the harmonics, shape [Count, coefficients, 3]; 0 where splats are coloured by numbers instead.</summary>
    public double[] Sh { get; }

    /// <summary>With respect to the channels, shape [Count, channels].</summary>
    public double[] Channels { get; }

    /// <summary>
    /// With respect to the covariance in world axes, taken as independent: the symmetric G with dL = sum over all nine (i, j)
    /// of G_ij dSigma_ij. Also set for splats at rest, where quaternion and scales already hold it.
    /// </summary>
    public SymmetricMatrix3x3<Real64>[] Covariances { get; }

    /// <summary>With respect to the entries of a moved splat's rotation, each free; 0 for splats at rest.</summary>
    public Matrix3x3<Real64>[] Rotations { get; }

    /// <summary>With respect to what blending reads of each splat.</summary>
    public ScreenGradient<Real64>[] Screen { get; }

    /// <summary>With respect to the plain background colour; 0 where a picture stands behind the splats instead.</summary>
    public Vector3<Real64> Background { get; internal set; }

    /// <summary>With respect to the background picture, shape [Height, Width, 3]; null where the background is plain.</summary>
    public double[]? BackgroundImage { get; internal set; }

    /// <summary>With respect to pose (entries of R and t) and intrinsics.</summary>
    public CameraGradient<Real64> Camera { get; internal set; }

    /// <summary>With respect to the rotation vector omega of the camera motion x_c' = exp(omega^) x_c + v, at 0 [1/rad].</summary>
    public Vector3<Real64> PoseRotation { get; internal set; }

    /// <summary>With respect to the translation v of the same motion [1/scene unit].</summary>
    public Vector3<Real64> PoseTranslation { get; internal set; }
}
