using ILGPU;
using Splatsim.Mathematics;

namespace Splatsim.Coupling.Kernels;

/// <summary>Splats that follow their nearest particles, on a device; lengths in cells.</summary>
internal struct FollowerViews
{
    /// <summary>Columns of a fit: offset, inverse, two directions and the normal of <see cref="AffineFit{T}"/>.</summary>
    public const int Offset = 0, Inverse = 3, First = 9, Second = 12, Normal = 15, FitColumns = 18;

    /// <summary>Columns of a neighbour: weight, place at rest from the mean.</summary>
    public const int Weight = 0, Place = 1, NeighbourColumns = 4;

    /// <summary>Row of each follower.</summary>
    public ArrayView<int> Rows;

    /// <summary>Particles, <see cref="Count"/> first neighbours, then the second ones, and so on.</summary>
    public ArrayView<int> Neighbours;

    /// <summary>Columns of the fits, then those of each neighbour, <see cref="Count"/> floats each.</summary>
    public ArrayView<float> Data;

    /// <summary>Number of followers.</summary>
    public int Count;

    /// <summary>Particles that each follows.</summary>
    public int NeighbourCount;

    /// <summary>One value.</summary>
    public readonly Real32 Get(int column, int i) => new(Data[(long)column * Count + i]);

    /// <summary>Three columns.</summary>
    public readonly Vector3<Real32> GetVector(int column, int i) => new(Get(column, i), Get(column + 1, i), Get(column + 2, i));

    /// <summary>Weight of a neighbour.</summary>
    public readonly Real32 WeightOf(int neighbour, int i) => Get(FitColumns + NeighbourColumns * neighbour + Weight, i);

    /// <summary>Place of a neighbour at rest, from the mean at rest [cells].</summary>
    public readonly Vector3<Real32> RestOf(int neighbour, int i) => GetVector(FitColumns + NeighbourColumns * neighbour + Place, i);

    /// <summary>The fit.</summary>
    public readonly AffineFit<Real32> FitOf(int i)
    {
        AffineFit<Real32> fit;
        fit.Offset = GetVector(Offset, i);
        fit.Inverse = new(Get(Inverse, i), Get(Inverse + 1, i), Get(Inverse + 2, i), Get(Inverse + 3, i), Get(Inverse + 4, i), Get(Inverse + 5, i));
        fit.First = GetVector(First, i);
        fit.Second = GetVector(Second, i);
        fit.Normal = GetVector(Normal, i);
        return fit;
    }
}
