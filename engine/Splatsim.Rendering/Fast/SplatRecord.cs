using System.Runtime.InteropServices;

namespace Splatsim.Rendering;

/// <summary>
/// All that blending needs of a splat in one cache line. Exponents are to base 2^8: exp(-sigma) = 2^(-8 s) with
/// s = (L00 dx + L01 dy)^2 + (L11 dy)^2, so that the polynomial's argument is in [-1, 0] without further work.
/// </summary>
[StructLayout(LayoutKind.Sequential, Size = Bytes)]
internal struct SplatRecord
{
    /// <summary>Size of a record: one cache line.</summary>
    public const int Bytes = 64;

    /// <summary>Number of 32-bit fields.</summary>
    public const int Fields = 16;

    /// <summary>Mean, column and row [px].</summary>
    public float U, V;

    /// <summary>Factor of the conic, scaled by <see cref="FalloffScale.ConicScale"/>.</summary>
    public float L00, L01, L11;

    /// <summary>log2(opacity) / 8.</summary>
    public float LogOpacity;

    /// <summary>The largest s at which alpha reaches its minimum.</summary>
    public float Reach;

    /// <summary>Colour, at least 0.</summary>
    public float Red, Green, Blue;

    /// <summary>Depth that is output [scene units].</summary>
    public float Depth;

    /// <summary>First pixel column, and the last one shifted by 16 bits.</summary>
    public uint Columns;

    /// <summary>First pixel row, and the last one shifted by 16 bits.</summary>
    public uint Rows;

    /// <summary>Index of the splat in the cloud.</summary>
    public int Index;

    /// <summary>1 / (L01^2 + L11^2), for the rows that a range of columns meets.</summary>
    public float RowSpread;

    /// <summary>dx where the ellipse s = reach is tallest [px].</summary>
    public float Tallest;
}
