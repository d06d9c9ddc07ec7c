using System.Numerics;
using static Splatsim.Simulation.Fast.PacketLayout;

namespace Splatsim.Simulation.Fast;

/// <summary>The batches that laws of batches are called with: the particles of a group that have one material.</summary>
internal static unsafe class LawBatches
{
    /// <summary>The material of the first particle that is left, and all others of it.</summary>
    /// <param name="group">The group.</param>
    /// <param name="rest">A bit per particle that is left; those of the batch are taken away.</param>
    /// <param name="members">Receives the batch, in order; as long as a group.</param>
    /// <param name="row">Row of the material's parameters.</param>
    /// <returns>How many there are.</returns>
    public static int Take(in ParticleGroup group, ref ulong rest, Span<int> members, out int row)
    {
        row = group.Rows[BitOperations.TrailingZeroCount(rest)];
        int count = 0;
        for (ulong bits = rest; bits != 0; bits &= bits - 1)
        {
            int i = BitOperations.TrailingZeroCount(bits);
            if (group.Rows[i] != row) continue;
            members[count++] = i;
            rest &= ~(1UL << i);
        }

        return count;
    }

    /// <summary>Offset of a member's first number in rows whose packets are so many numbers apart.</summary>
    public static int At(int member, int stride) => (member >> 4) * stride + (member & 15);

    /// <summary>Reads some rows of a member.</summary>
    /// <param name="rows">The first row of the group's first packet.</param>
    /// <param name="stride">Floats between packets.</param>
    /// <param name="member">The particle.</param>
    /// <param name="target">Receives as many numbers as it is long.</param>
    public static void Read(float* rows, int stride, int member, Span<float> target)
    {
        float* from = rows + At(member, stride);
        for (int i = 0; i < target.Length; i++) target[i] = from[i * Lanes];
    }

    /// <summary>Writes some rows of a member.</summary>
    /// <param name="source">The numbers.</param>
    /// <param name="rows">The first row of the group's first packet.</param>
    /// <param name="stride">Floats between packets.</param>
    /// <param name="member">The particle.</param>
    public static void Write(ReadOnlySpan<float> source, float* rows, int stride, int member)
    {
        float* to = rows + At(member, stride);
        for (int i = 0; i < source.Length; i++) to[i * Lanes] = source[i];
    }
}
