namespace Splatsim.Splats;

/// <summary>The image formation that a cloud was trained for; drawing it with another one changes its look.</summary>
public enum RenderModel
{
    /// <summary>EWA splatting with a fixed screen-space dilation (Kerbl et al. 2023).</summary>
    Classic,

    /// <summary>Dilation compensated by opacity (Mip-Splatting, Yu et al. 2024).</summary>
    Antialiased,

    /// <summary>Flat splats: the third scale is 0 (2D Gaussian Splatting, Huang et al. 2024).</summary>
    TwoDimensional,
}
