using Splatsim.Mathematics;

namespace Splatsim.Simulation.Fast;

/// <summary>Equal pieces of aligned memory that several threads take and that are given back all at once.</summary>
internal sealed unsafe class FloatPool(int floats)
{
    private const int PiecesPerChunk = 32;

    // Chunks do not move, so that pieces stay where they are when others are taken.
    private readonly List<AlignedArray<float>> chunks = [];
    private readonly Lock gate = new();
    private int taken;

    /// <summary>Memory [bytes].</summary>
    public long Bytes => sizeof(float) * (long)floats * PiecesPerChunk * chunks.Count;

    /// <summary>Takes a piece; what is in it is not said.</summary>
    public float* Take()
    {
        lock (gate)
        {
            if (taken == chunks.Count * PiecesPerChunk) chunks.Add(new(floats * PiecesPerChunk));
            float* piece = chunks[taken / PiecesPerChunk].Pointer + taken % PiecesPerChunk * floats;
            taken++;
            return piece;
        }
    }

    /// <summary>Gives all pieces back.</summary>
    public void Reset() => taken = 0;
}
