using System.Numerics;

namespace Splatsim.Splats;

/// <summary>A set of splats of one cloud, one bit per splat.</summary>
public sealed class SplatSelection
{
    private readonly ulong[] words;

    /// <summary>An empty selection.</summary>
    /// <param name="length">Number of splats of the cloud.</param>
    public SplatSelection(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Length = length;
        words = new ulong[(length + 63) / 64];
    }

    /// <summary>Number of splats of the cloud.</summary>
    public int Length { get; }

    /// <summary>Number of selected splats.</summary>
    public int Count
    {
        get
        {
            int count = 0;
            foreach (ulong word in words) count += BitOperations.PopCount(word);
            return count;
        }
    }

    /// <summary>Whether one splat is selected.</summary>
    /// <param name="splat">0 to <see cref="Length"/> - 1.</param>
    public bool this[int splat]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)splat, (uint)Length, nameof(splat));
            return (words[splat >> 6] >> splat & 1) != 0;
        }

        set
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)splat, (uint)Length, nameof(splat));
            ulong bit = 1ul << splat;
            if (value) words[splat >> 6] |= bit;
            else words[splat >> 6] &= ~bit;
        }
    }

    /// <summary>Every splat.</summary>
    /// <param name="length">Number of splats of the cloud.</param>
    public static SplatSelection All(int length) => ~new SplatSelection(length);

    /// <summary>The listed splats.</summary>
    /// <param name="length">Number of splats of the cloud.</param>
    /// <param name="indices">Splats, in any order; repeats count once.</param>
    /// <exception cref="ArgumentOutOfRangeException">An index is outside the cloud.</exception>
    public static SplatSelection FromIndices(int length, ReadOnlySpan<int> indices)
    {
        SplatSelection result = new(length);
        foreach (int index in indices) result[index] = true;
        return result;
    }

    /// <summary>The splats for which a question is answered with yes.</summary>
    /// <param name="length">Number of splats of the cloud.</param>
    /// <param name="test">Receives the index of a splat.</param>
    public static SplatSelection Where(int length, Func<int, bool> test)
    {
        SplatSelection result = new(length);
        for (int splat = 0; splat < length; splat++)
            if (test(splat)) result.words[splat >> 6] |= 1ul << splat;
        return result;
    }

    /// <summary>The splats that are in both.</summary>
    public static SplatSelection operator &(SplatSelection left, SplatSelection right) =>
        Combine(left, right, static (a, b) => a & b);

    /// <summary>The splats that are in either.</summary>
    public static SplatSelection operator |(SplatSelection left, SplatSelection right) =>
        Combine(left, right, static (a, b) => a | b);

    /// <summary>The splats that are in exactly one.</summary>
    public static SplatSelection operator ^(SplatSelection left, SplatSelection right) =>
        Combine(left, right, static (a, b) => a ^ b);

    /// <summary>The splats of the left one that are not in the right one.</summary>
    public static SplatSelection operator -(SplatSelection left, SplatSelection right) =>
        Combine(left, right, static (a, b) => a & ~b);

    /// <summary>The splats that are not selected.</summary>
    public static SplatSelection operator ~(SplatSelection selection)
    {
        SplatSelection result = new(selection.Length);
        for (int i = 0; i < result.words.Length; i++) result.words[i] = ~selection.words[i];
        int tail = selection.Length & 63;
        if (tail != 0) result.words[^1] &= (1ul << tail) - 1;
        return result;
    }

    /// <summary>The selected splats, ascending, shape [Count].</summary>
    public int[] ToIndices()
    {
        int[] result = new int[Count];
        int next = 0;
        for (int i = 0; i < words.Length; i++)
        {
            for (ulong word = words[i]; word != 0; word &= word - 1)
            {
                result[next++] = i * 64 + BitOperations.TrailingZeroCount(word);
            }
        }

        return result;
    }

    private static SplatSelection Combine(SplatSelection left, SplatSelection right, Func<ulong, ulong, ulong> rule)
    {
        if (left.Length != right.Length)
        {
            throw new ArgumentException(
                $"selections of {left.Length} and {right.Length} splats belong to different clouds", nameof(right));
        }

        SplatSelection result = new(left.Length);
        for (int i = 0; i < result.words.Length; i++) result.words[i] = rule(left.words[i], right.words[i]);
        return result;
    }
}
