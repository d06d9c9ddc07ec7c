using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>The nodes of a point along one axis: weights with their first and second derivatives by the point.</summary>
/// <typeparam name="T">A number of one lane.</typeparam>
/// <typeparam name="TKernel">The weights.</typeparam>
internal readonly struct KernelNodes<T, TKernel>
    where T : unmanaged, IReal<T>
    where TKernel : struct, ITransferKernel
{
    /// <summary>Index of the first node.</summary>
    public readonly int First;

    private readonly T fraction;
    private readonly AxisWeights<T> weights;
    private readonly T h0, h1, h2, h3;

    public KernelNodes(T cells)
    {
        T first = TKernel.Base(cells);
        First = (int)Scalars.ToDouble(first);
        fraction = cells - first;
        TKernel.Weights(fraction, out weights);
        // The second derivatives are the tangents of the first ones.
        TKernel.Weights(Dual<T>.Variable(fraction), out AxisWeights<Dual<T>> slopes);
        (h0, h1, h2, h3) = (slopes.G0.Tangent, slopes.G1.Tangent, slopes.G2.Tangent, slopes.G3.Tangent);
    }

    /// <summary>From the point to a node [cells].</summary>
    public T Distance(int node) => T.FromDouble(node) - fraction;

    /// <summary>Weight.</summary>
    public T W(int node) => node switch { 0 => weights.W0, 1 => weights.W1, 2 => weights.W2, _ => weights.W3 };

    /// <summary>First derivative [1/cell].</summary>
    public T G(int node) => node switch { 0 => weights.G0, 1 => weights.G1, 2 => weights.G2, _ => weights.G3 };

    /// <summary>Second derivative [1/cell^2].</summary>
    public T H(int node) => node switch { 0 => h0, 1 => h1, 2 => h2, _ => h3 };
}
