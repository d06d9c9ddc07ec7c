using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>The nodes of a point along one axis.</summary>
/// <typeparam name="T">A number of one lane.</typeparam>
/// <typeparam name="TKernel">The weights.</typeparam>
internal struct AxisNodes<T, TKernel>
    where T : unmanaged, IReal<T>
    where TKernel : struct, ITransferKernel
{
    /// <summary>The first node, a whole number.</summary>
    public T First;

    private T fraction;
    private AxisWeights<T> weights;

    /// <summary>The nodes of a coordinate.</summary>
    /// <param name="cells">The coordinate [cells].</param>
    public static AxisNodes<T, TKernel> Of(T cells)
    {
        AxisNodes<T, TKernel> nodes;
        nodes.First = TKernel.Base(cells);
        nodes.fraction = cells - nodes.First;
        TKernel.Weights(nodes.fraction, out nodes.weights);
        return nodes;
    }

    /// <summary>From the point to a node [cells].</summary>
    public readonly T Distance(int node) =>
        (node == 0 ? T.Zero : node == 1 ? T.One : node == 2 ? T.FromDouble(2) : T.FromDouble(3)) - fraction;

    /// <summary>Weight of a node.</summary>
    public readonly T Weight(int node) => node == 0 ? weights.W0 : node == 1 ? weights.W1 : node == 2 ? weights.W2 : weights.W3;

    /// <summary>Derivative of that weight [1/cell].</summary>
    public readonly T Slope(int node) => node == 0 ? weights.G0 : node == 1 ? weights.G1 : node == 2 ? weights.G2 : weights.G3;
}
