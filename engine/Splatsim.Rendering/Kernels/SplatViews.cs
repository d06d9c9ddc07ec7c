using ILGPU;
using Splatsim.Mathematics;

namespace Splatsim.Rendering.Kernels;

/// <summary>A cloud on a device: columns of <see cref="Count"/> floats.</summary>
internal struct SplatViews
{
    /// <summary>Columns: mean, quaternion w x y z, log-scales, opacity logit, then harmonics, three channels per coefficient.</summary>
    public const int Mean = 0, Rotation = 3, LogScale = 7, OpacityLogit = 10, Harmonics = 11;

    /// <summary>The columns.</summary>
    public ArrayView<float> Data;

    /// <summary>Number of splats.</summary>
    public int Count;

    /// <summary>Degree that is drawn.</summary>
    public int Degree;

    /// <summary>One value.</summary>
    public readonly Real32 Get(int column, int i) => new(Data[(long)column * Count + i]);

    /// <summary>Three columns.</summary>
    public readonly Vector3<Real32> GetVector(int column, int i) => new(Get(column, i), Get(column + 1, i), Get(column + 2, i));
}
