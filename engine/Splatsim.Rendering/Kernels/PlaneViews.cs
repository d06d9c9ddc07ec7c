using ILGPU;

namespace Splatsim.Rendering.Kernels;

/// <summary>What blending leaves of every pixel: the picture, and what its reverse starts from.</summary>
internal struct PlaneViews
{
    /// <summary>Red, green, blue over the background, three floats per pixel.</summary>
    public ArrayView<float> Color;

    /// <summary>Coverage.</summary>
    public ArrayView<float> Alpha;

    /// <summary>Sum of weight times depth.</summary>
    public ArrayView<float> Depth;

    /// <summary>Transmittance after the last splat: the coverage would have lost its digits.</summary>
    public ArrayView<float> Rest;

    /// <summary>Sum of the weights: the coverage with the digits of small ones.</summary>
    public ArrayView<float> Weight;

    /// <summary>How many leading entries of the tile's list it takes to meet all splats that the pixel blended.</summary>
    public ArrayView<int> Ends;

    /// <summary>Sums of weight times channel, as many floats per pixel as there are channels.</summary>
    public ArrayView<float> Channels;
}
