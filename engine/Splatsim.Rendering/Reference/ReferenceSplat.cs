using Splatsim.Mathematics;

namespace Splatsim.Rendering;

/// <summary>A projected and coloured splat in double precision: all that blending needs.</summary>
public struct ReferenceSplat
{
    /// <summary>Index in the cloud.</summary>
    public int Index;

    /// <summary>The 2D Gaussian.</summary>
    public ProjectedSplat<Real64> Image;

    /// <summary>Factor of its conic.</summary>
    public ConicFactor<Real64> Conic;

    /// <summary>Opacity of the cloud, before compensation.</summary>
    public double Opacity;

    /// <summary>Opacity that is blended with: compensated in antialiased mode.</summary>
    public double BlendedOpacity;

    /// <summary>Colour before the clamp at 0.</summary>
    public Vector3<Real64> RawColor;

    /// <summary>Colour, at least 0.</summary>
    public Vector3<Real64> Color;

    /// <summary>True when the splat has a place in the image: between near and far, finite, positive determinant.</summary>
    public bool Visible;
}
