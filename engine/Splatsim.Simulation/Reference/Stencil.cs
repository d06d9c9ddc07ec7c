using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>The 27 nodes around a point and their weights, by axis.</summary>
/// <typeparam name="T">A number of one lane.</typeparam>
internal readonly ref struct Stencil<T>
    where T : unmanaged, IReal<T>
{
    /// <summary>First node along each axis.</summary>
    public readonly int I, J, K;

    /// <summary>Position relative to the first node [cells].</summary>
    public readonly Vector3<T> Offset;

    /// <summary>Weights of the three nodes along each axis.</summary>
    public readonly Vector3<T> WeightsX, WeightsY, WeightsZ;

    private Stencil(int i, int j, int k, Vector3<T> offset)
    {
        I = i;
        J = j;
        K = k;
        Offset = offset;
        QuadraticBSpline.Weights(offset.X, out WeightsX.X, out WeightsX.Y, out WeightsX.Z);
        QuadraticBSpline.Weights(offset.Y, out WeightsY.X, out WeightsY.Y, out WeightsY.Z);
        QuadraticBSpline.Weights(offset.Z, out WeightsZ.X, out WeightsZ.Y, out WeightsZ.Z);
    }

    /// <summary>The stencil of a point; false where the grid lacks one of its nodes or the point is NaN.</summary>
    /// <param name="cells">The point [cells from node 0].</param>
    /// <param name="domain">The grid.</param>
    /// <param name="stencil">The stencil.</param>
    public static bool TryCreate(Vector3<T> cells, GridDomain domain, out Stencil<T> stencil)
    {
        Vector3<T> first = new(
            QuadraticBSpline.Base(cells.X), QuadraticBSpline.Base(cells.Y), QuadraticBSpline.Base(cells.Z));
        double i = Scalars.ToDouble(first.X), j = Scalars.ToDouble(first.Y), k = Scalars.ToDouble(first.Z);
        bool inside = i >= 0 && i <= domain.CountX - 3
            && j >= 0 && j <= domain.CountY - 3
            && k >= 0 && k <= domain.CountZ - 3;
        stencil = inside ? new((int)i, (int)j, (int)k, cells - first) : default;
        return inside;
    }

    /// <summary>One component by index.</summary>
    public static T At(in Vector3<T> v, int index) => index == 0 ? v.X : index == 1 ? v.Y : v.Z;
}
