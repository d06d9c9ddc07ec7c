using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>The nodes as the particles of one piece of cut matter deal with them: all have a velocity of their own for it.</summary>
/// <typeparam name="T">A number of one lane.</typeparam>
internal readonly struct PieceNodes<T>(ReferencePieces<T> pieces, int piece) : INodeAccess<T>
    where T : unmanaged, IReal<T>
{
    /// <inheritdoc/>
    public void Add(int node, T mass, Vector3<T> momentum) => pieces.Add(node, piece, mass, momentum);

    /// <inheritdoc/>
    public Vector3<T> VelocityAt(int node) => pieces.VelocityAt(node, piece);
}
