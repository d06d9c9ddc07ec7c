using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>Weights of up to four nodes along one axis, and their derivatives by the particle's coordinate; unused ones are 0.</summary>
/// <typeparam name="T">The number.</typeparam>
public struct AxisWeights<T>
    where T : unmanaged, IReal<T>
{
    /// <summary>Weight of node 0.</summary>
    public T W0;

    /// <summary>Weight of node 1.</summary>
    public T W1;

    /// <summary>Weight of node 2.</summary>
    public T W2;

    /// <summary>Weight of node 3.</summary>
    public T W3;

    /// <summary>Derivative of the weight of node 0 [1/cell].</summary>
    public T G0;

    /// <summary>Derivative of the weight of node 1 [1/cell].</summary>
    public T G1;

    /// <summary>Derivative of the weight of node 2 [1/cell].</summary>
    public T G2;

    /// <summary>Derivative of the weight of node 3 [1/cell].</summary>
    public T G3;
}
