using System.Numerics;

namespace Splatsim.Simulation;

/// <summary>The cuts that have come through some matter, and on which side of each it is: a bit per cut.</summary>
/// <param name="Cuts">The cuts.</param>
/// <param name="Front">Those in front of which it is, among these.</param>
internal readonly record struct PieceKey(uint Cuts, uint Front) : IComparable<PieceKey>
{
    /// <summary>The cuts that this and other matter are on different sides of.</summary>
    public uint Between(PieceKey other) => Cuts & other.Cuts & (Front ^ other.Front);

    /// <summary>The same matter after one more cut has come through.</summary>
    /// <param name="cut">Number of the cut, from 0.</param>
    /// <param name="isInFront">Its side.</param>
    public PieceKey With(int cut, bool isInFront) => new(Cuts | (1u << cut), Front | (isInFront ? 1u << cut : 0));

    /// <summary>Those that more cuts have come through are first.</summary>
    public int CompareTo(PieceKey other)
    {
        int more = BitOperations.PopCount(other.Cuts).CompareTo(BitOperations.PopCount(Cuts));
        if (more != 0) return more;
        return Cuts != other.Cuts ? Cuts.CompareTo(other.Cuts) : Front.CompareTo(other.Front);
    }
}
