namespace Splatsim.Simulation;

/// <summary>Which B-spline connects particles and nodes.</summary>
public enum TransferKernel
{
    /// <summary>Three nodes per axis (<see cref="QuadraticKernel"/>): the usual one, and the one of the fast path.</summary>
    Quadratic,

    /// <summary>Four nodes per axis (<see cref="CubicKernel"/>).</summary>
    Cubic,
}
