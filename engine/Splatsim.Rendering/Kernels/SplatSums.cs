using System.Runtime.CompilerServices;
using ILGPU;
using Splatsim.Mathematics;

namespace Splatsim.Rendering.Kernels;

/// <summary>What pixels add to the gradient of one splat.</summary>
internal struct SplatSums
{
    /// <summary>Numbers that are kept.</summary>
    public const int Length = 10;

    /// <summary>With respect to the colour that was blended.</summary>
    public Vector3<Real32> Color;

    /// <summary>With respect to the depth.</summary>
    public Real32 Depth;

    /// <summary>With respect to the opacity that was blended with, times that opacity.</summary>
    public Real32 Opacity;

    /// <summary>With respect to the exponents of the falloff.</summary>
    public FalloffGradient<Real32> Falloff;

    /// <summary>Writes them to a place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Write(ArrayView<float> sums, int place)
    {
        long at = (long)place * Length;
        sums[at] = Color.X.Value;
        sums[at + 1] = Color.Y.Value;
        sums[at + 2] = Color.Z.Value;
        sums[at + 3] = Depth.Value;
        sums[at + 4] = Opacity.Value;
        sums[at + 5] = Falloff.First.Value;
        sums[at + 6] = Falloff.Second.Value;
        sums[at + 7] = Falloff.FirstFirst.Value;
        sums[at + 8] = Falloff.FirstSecond.Value;
        sums[at + 9] = Falloff.SecondSecond.Value;
    }

    /// <summary>Adds those of a place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(ArrayView<float> sums, int place)
    {
        long at = (long)place * Length;
        Color.X += new Real32(sums[at]);
        Color.Y += new Real32(sums[at + 1]);
        Color.Z += new Real32(sums[at + 2]);
        Depth += new Real32(sums[at + 3]);
        Opacity += new Real32(sums[at + 4]);
        Falloff.First += new Real32(sums[at + 5]);
        Falloff.Second += new Real32(sums[at + 6]);
        Falloff.FirstFirst += new Real32(sums[at + 7]);
        Falloff.FirstSecond += new Real32(sums[at + 8]);
        Falloff.SecondSecond += new Real32(sums[at + 9]);
    }
}
