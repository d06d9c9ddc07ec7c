namespace Splatsim.Imaging;

/// <summary>What the SSIM window does at the border of the image.</summary>
public enum SsimPadding
{
    /// <summary>
    /// The image is surrounded by zeros and every pixel counts: what the training code of 3DGS reports and optimises.
    /// </summary>
    SameZero,

    /// <summary>Only pixels whose whole 11 x 11 window lies inside the image count: the original definition.</summary>
    Valid,
}
