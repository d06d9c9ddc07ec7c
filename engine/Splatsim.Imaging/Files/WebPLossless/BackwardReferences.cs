using System.Runtime.InteropServices;

namespace Splatsim.Imaging;

/// <summary>Replaces repeated runs of pixels by (length, distance) pairs: LZ77 with chains of equal hashes.</summary>
internal static class BackwardReferences
{
    private const int ShortestMatch = 3;
    private const int LongestMatch = 4096;
    private const int LargestDistance = (1 << 20) - 120;
    private const int HashBits = 16;
    private const int ChainLimit = 24;

    /// <summary>A literal pixel (Length 0) or a copy of pixels from before.</summary>
    /// <param name="Position">Index of the first pixel.</param>
    /// <param name="Length">Pixels copied; 0 for a literal.</param>
    /// <param name="Distance">How many pixels back the copy starts.</param>
    internal readonly record struct Token(int Position, int Length, int Distance);

    /// <summary>Greedy parse of RGBA samples.</summary>
    internal static List<Token> Find(byte[] samples)
    {
        ReadOnlySpan<uint> pixels = MemoryMarshal.Cast<byte, uint>(samples);
        int[] newest = new int[1 << HashBits];
        int[] older = new int[pixels.Length];
        Array.Fill(newest, -1);
        List<Token> tokens = [];
        for (int position = 0; position < pixels.Length;)
        {
            (int length, int distance) = Longest(pixels, position, newest, older);
            bool isCopy = length >= ShortestMatch;
            tokens.Add(isCopy ? new Token(position, length, distance) : new Token(position, 0, 0));
            int end = position + (isCopy ? length : 1);
            for (; position < end; position++)
            {
                if (position + ShortestMatch > pixels.Length) continue;
                int hash = Hash(pixels, position);
                older[position] = newest[hash];
                newest[hash] = position;
            }
        }

        return tokens;
    }

    private static (int Length, int Distance) Longest(
        ReadOnlySpan<uint> pixels, int position, int[] newest, int[] older)
    {
        if (position + ShortestMatch > pixels.Length) return (0, 0);
        int bestLength = 0;
        int bestDistance = 0;
        int limit = Math.Min(LongestMatch, pixels.Length - position);
        int candidate = newest[Hash(pixels, position)];
        for (int tried = 0; candidate >= 0 && tried < ChainLimit; tried++, candidate = older[candidate])
        {
            if (position - candidate > LargestDistance) break;
            int length = pixels.Slice(position, limit).CommonPrefixLength(pixels.Slice(candidate, limit));
            if (length > bestLength) (bestLength, bestDistance) = (length, position - candidate);
        }

        return (bestLength, bestDistance);
    }

    private static int Hash(ReadOnlySpan<uint> pixels, int position)
    {
        uint mixed = pixels[position] * 0x9E3779B1u;
        mixed ^= pixels[position + 1] * 0x85EBCA77u;
        mixed ^= pixels[position + 2] * 0xC2B2AE3Du;
        return (int)((mixed ^ mixed >> 15) & ((1 << HashBits) - 1));
    }
}
