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

    /// <summary>Colours instead of the harmonics, three channels per splat; see <see cref="HasColors"/>.</summary>
    public ArrayView<float> Colors;

    /// <summary>Number of splats.</summary>
    public int Count;

    /// <summary>Degree that is drawn.</summary>
    public int Degree;

    /// <summary>1 where the colours are given.</summary>
    public int HasColors;

    /// <summary>One value.</summary>
    public readonly Real32 Get(int column, int i) => new(Data[(long)column * Count + i]);

    /// <summary>Three columns.</summary>
    public readonly Vector3<Real32> GetVector(int column, int i) => new(Get(column, i), Get(column + 1, i), Get(column + 2, i));

    /// <summary>The rotation, not normalised.</summary>
    public readonly Quaternion<Real32> GetRotation(int i) => new(Get(Rotation, i), Get(Rotation + 1, i), Get(Rotation + 2, i), Get(Rotation + 3, i));

    /// <summary>A given colour.</summary>
    public readonly Vector3<Real32> GetColor(int i) => new(new(Colors[3L * i]), new(Colors[3L * i + 1]), new(Colors[3L * i + 2]));
}
