namespace Splatsim.Simulation.Fast;

/// <summary>Consecutive packets of one block, one piece of cut matter and one kind of matter.</summary>
/// <param name="Owner">Number of the block among those that own particles.</param>
/// <param name="Piece">Number of the piece; 0 for what no cut came through.</param>
/// <param name="Kind">Number of the kind of matter: its law, or tracer.</param>
/// <param name="FirstPacket">First packet.</param>
/// <param name="Count">Particles; the lanes after the last one of the last packet are padding.</param>
internal readonly record struct PacketSpan(int Owner, int Piece, int Kind, int FirstPacket, int Count)
{
    /// <summary>Packets of the span.</summary>
    public int Packets => (Count + PacketLayout.Lanes - 1) / PacketLayout.Lanes;
}
