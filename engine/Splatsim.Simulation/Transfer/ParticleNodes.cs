using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>The 27 or 64 nodes of a point.</summary>
/// <typeparam name="T">A number of one lane.</typeparam>
/// <typeparam name="TKernel">The weights.</typeparam>
internal struct ParticleNodes<T, TKernel>
    where T : unmanaged, IReal<T>
    where TKernel : struct, ITransferKernel
{
    /// <summary>Along x.</summary>
    public AxisNodes<T, TKernel> X;

    /// <summary>Along y.</summary>
    public AxisNodes<T, TKernel> Y;

    /// <summary>Along z.</summary>
    public AxisNodes<T, TKernel> Z;

    /// <summary>The nodes of a point.</summary>
    /// <param name="cells">The point [cells].</param>
    public static ParticleNodes<T, TKernel> Of(Vector3<T> cells)
    {
        ParticleNodes<T, TKernel> nodes;
        nodes.X = AxisNodes<T, TKernel>.Of(cells.X);
        nodes.Y = AxisNodes<T, TKernel>.Of(cells.Y);
        nodes.Z = AxisNodes<T, TKernel>.Of(cells.Z);
        return nodes;
    }

    /// <summary>w of a node.</summary>
    public readonly T Weight(int i, int j, int k) => X.Weight(i) * Y.Weight(j) * Z.Weight(k);

    /// <summary>d from the point to a node [cells].</summary>
    public readonly Vector3<T> Distance(int i, int j, int k) => new(X.Distance(i), Y.Distance(j), Z.Distance(k));

    /// <summary>grad w of a node [1/cell].</summary>
    public readonly Vector3<T> Slope(int i, int j, int k) => new(
        X.Slope(i) * Y.Weight(j) * Z.Weight(k), X.Weight(i) * Y.Slope(j) * Z.Weight(k), X.Weight(i) * Y.Weight(j) * Z.Slope(k));
}
