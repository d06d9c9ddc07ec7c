using System.Buffers.Binary;
using System.Text;

namespace Splatsim.Formats.Tests.Fuzz;

/// <summary>One way to damage a file.</summary>
/// <param name="Kind">Which way, taken modulo the number of ways.</param>
/// <param name="Position">Where, taken modulo the length.</param>
/// <param name="Value">With what.</param>
internal sealed record Mutation(int Kind, int Position, int Value)
{
    private const int Kinds = 9;

    // Half of all positions are among the first bytes, where headers are.
    private const int HeaderBytes = 400;

    private static readonly uint[] Extremes = [0, 1, 255, 65535, 1 << 24, int.MaxValue, 0x8000_0000, uint.MaxValue, 0x7F80_0000, 0x7FC0_0000];
    private static readonly string[] Numbers = ["0", "-1", "1", "7", "4294967296", "1099511627776", "99999999999999999999", "nan", "1e999"];

    internal byte[] Apply(byte[] bytes)
    {
        if (bytes.Length == 0) return [(byte)Value];
        int range = (Value & 1) == 0 ? Math.Min(bytes.Length, HeaderBytes) : bytes.Length;
        int at = (int)((uint)Position % (uint)range);
        int length = Math.Min(bytes.Length - at, 1 + (int)((uint)Value % 64));
        switch ((uint)Kind % Kinds)
        {
            case 0:
                bytes[at] ^= (byte)(1 << (Value & 7));
                return bytes;
            case 1:
                bytes[at] = (byte)Value;
                return bytes;
            case 2 or 3:
                if (at + 4 <= bytes.Length) BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at), Extremes[(uint)Value % (uint)Extremes.Length]);
                return bytes;
            case 4:
                return bytes[..at];
            case 5:
                return [.. bytes[..at], .. bytes[(at + length)..]];
            case 6:
                return [.. bytes[..(at + length)], .. bytes[at..]];
            case 7:
                return [.. bytes[..at], .. Enumerable.Repeat((byte)Value, length), .. bytes[at..]];
            default:
                return ReplaceNumber(bytes, at);
        }
    }

    /// <summary>Puts another number in the place of the next run of digits: counts in text headers and JSON.</summary>
    private byte[] ReplaceNumber(byte[] bytes, int at)
    {
        int start = bytes.AsSpan(at).IndexOfAnyInRange((byte)'0', (byte)'9');
        if (start < 0) return bytes;
        start += at;
        int end = start;
        while (end < bytes.Length && bytes[end] is >= (byte)'0' and <= (byte)'9') end++;
        return [.. bytes[..start], .. Encoding.ASCII.GetBytes(Numbers[(uint)Value % (uint)Numbers.Length]), .. bytes[end..]];
    }
}
