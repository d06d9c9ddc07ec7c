using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>What a piece of cut matter has at a node.</summary>
internal struct NodePiece
{
    /// <summary>The piece.</summary>
    public int Piece;

    /// <summary>Its rank in the patch at hand.</summary>
    public int Rank;

    /// <summary>Its mass [kg], above 0.</summary>
    public double Mass;

    /// <summary>Its velocity [m/s].</summary>
    public Vector3<Real64> Velocity;
}
