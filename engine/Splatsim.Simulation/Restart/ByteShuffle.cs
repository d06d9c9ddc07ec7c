using System.Runtime.InteropServices;

namespace Splatsim.Simulation;

/// <summary>
/// Lays the bytes of numbers out by significance: all first bytes, then all second bytes. Signs and exponents of neighbouring numbers are alike,
/// so that a general compressor finds runs where it finds none in the numbers themselves.
/// </summary>
internal static class ByteShuffle
{
    /// <summary>Numbers to planes of bytes.</summary>
    public static void Forward(ReadOnlySpan<byte> numbers, int size, Span<byte> planes)
    {
        int count = numbers.Length / size;
        for (int plane = 0; plane < size; plane++)
        {
            Span<byte> target = planes.Slice(plane * count, count);
            for (int i = 0, at = plane; i < count; i++, at += size) target[i] = numbers[at];
        }
    }

    /// <summary>Planes of bytes to numbers.</summary>
    public static void Back(ReadOnlySpan<byte> planes, int size, Span<byte> numbers)
    {
        int count = planes.Length / size;
        for (int plane = 0; plane < size; plane++)
        {
            ReadOnlySpan<byte> source = planes.Slice(plane * count, count);
            for (int i = 0, at = plane; i < count; i++, at += size) numbers[at] = source[i];
        }
    }

    /// <summary>The bytes of numbers.</summary>
    public static ReadOnlySpan<byte> Bytes<T>(ReadOnlySpan<T> numbers)
        where T : unmanaged => MemoryMarshal.AsBytes(numbers);
}
