using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>Second derivatives of the weights of a point's nodes along one axis [1/cell^2].</summary>
/// <typeparam name="T">A number of one lane.</typeparam>
internal struct AxisBends<T>
    where T : unmanaged, IReal<T>
{
    private T b0, b1, b2, b3;

    /// <summary>Those of a point.</summary>
    /// <param name="fraction">Distance from the first node to the point [cells].</param>
    /// <typeparam name="TKernel">The weights.</typeparam>
    public static AxisBends<T> Of<TKernel>(T fraction)
        where TKernel : struct, ITransferKernel
    {
        // They are the tangents of the first derivatives.
        TKernel.Weights(Dual<T>.Variable(fraction), out AxisWeights<Dual<T>> slopes);
        AxisBends<T> bends;
        (bends.b0, bends.b1, bends.b2, bends.b3) = (slopes.G0.Tangent, slopes.G1.Tangent, slopes.G2.Tangent, slopes.G3.Tangent);
        return bends;
    }

    /// <summary>That of a node's weight.</summary>
    public readonly T At(int node) => node == 0 ? b0 : node == 1 ? b1 : node == 2 ? b2 : b3;
}
