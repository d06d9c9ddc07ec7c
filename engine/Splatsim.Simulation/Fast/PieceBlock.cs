namespace Splatsim.Simulation.Fast;

/// <summary>The nodes of a block as a piece of cut matter has them.</summary>
/// <param name="Block">Number of the block of nodes.</param>
/// <param name="Piece">Number of the piece, above 0.</param>
internal readonly record struct PieceBlock(int Block, int Piece);
