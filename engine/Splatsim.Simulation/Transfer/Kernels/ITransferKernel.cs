using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>A B-spline that connects a particle to a few nodes per axis. Static and generic over the number.</summary>
public interface ITransferKernel
{
    /// <summary>Nodes per axis. A constant.</summary>
    static abstract int NodeCount { get; }

    /// <summary>
    /// dx^2 over the second moment of the weights, which is the same wherever the particle is: the factor that turns first
    /// moments into gradients in APIC and MLS-MPM. A constant.
    /// </summary>
    static abstract double InverseMoment { get; }

    /// <summary>The first of the nodes.</summary>
    /// <param name="x">Coordinate in cells from node 0.</param>
    static abstract T Base<T>(T x)
        where T : unmanaged, IReal<T>;

    /// <summary>Weights of the nodes along one axis and their derivatives.</summary>
    /// <param name="f">Distance to the first node in cells.</param>
    /// <param name="weights">The weights.</param>
    static abstract void Weights<T>(T f, out AxisWeights<T> weights)
        where T : unmanaged, IReal<T>;
}
