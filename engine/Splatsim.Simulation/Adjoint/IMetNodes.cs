using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>The nodes that free bodies have met, by the numbers of <see cref="ContactedNode.Index"/>, and derivatives of a loss by them.</summary>
internal interface IMetNodes
{
    /// <summary>Indices of a node in the grid.</summary>
    (int I, int J, int K) PlaceOf(long node);

    /// <summary>Derivatives by a node's velocity after the contact at hand.</summary>
    Vector3<Real64> ByVelocity(long node);

    /// <summary>Replaces them by those by its velocity before, and adds to the derivative by its mass.</summary>
    void Answer(long node, Vector3<Real64> byVelocity, double byMass);
}
