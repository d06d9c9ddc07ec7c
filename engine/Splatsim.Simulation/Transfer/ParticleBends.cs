using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>Second derivatives of the weights of a point's nodes: how forces of the classic form follow the point.</summary>
/// <typeparam name="T">A number of one lane.</typeparam>
/// <typeparam name="TKernel">The weights.</typeparam>
internal struct ParticleBends<T, TKernel>
    where T : unmanaged, IReal<T>
    where TKernel : struct, ITransferKernel
{
    private AxisBends<T> x, y, z;

    /// <summary>Those of a point's nodes.</summary>
    public static ParticleBends<T, TKernel> Of(in ParticleNodes<T, TKernel> nodes)
    {
        ParticleBends<T, TKernel> bends;
        bends.x = AxisBends<T>.Of<TKernel>(-nodes.X.Distance(0));
        bends.y = AxisBends<T>.Of<TKernel>(-nodes.Y.Distance(0));
        bends.z = AxisBends<T>.Of<TKernel>(-nodes.Z.Distance(0));
        return bends;
    }

    /// <summary>The second derivatives of a node's weight times a vector.</summary>
    public readonly Vector3<T> Times(in ParticleNodes<T, TKernel> nodes, int i, int j, int k, Vector3<T> v)
    {
        T xy = nodes.X.Slope(i) * nodes.Y.Slope(j) * nodes.Z.Weight(k);
        T xz = nodes.X.Slope(i) * nodes.Y.Weight(j) * nodes.Z.Slope(k);
        T yz = nodes.X.Weight(i) * nodes.Y.Slope(j) * nodes.Z.Slope(k);
        return new(
            x.At(i) * nodes.Y.Weight(j) * nodes.Z.Weight(k) * v.X + xy * v.Y + xz * v.Z,
            xy * v.X + nodes.X.Weight(i) * y.At(j) * nodes.Z.Weight(k) * v.Y + yz * v.Z,
            xz * v.X + yz * v.Y + nodes.X.Weight(i) * nodes.Y.Weight(j) * z.At(k) * v.Z);
    }
}
