using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Splatsim.Formats;

/// <summary>Vectorised questions about columns of floats.</summary>
internal static class FloatScan
{
    private const uint ExponentMask = 0x7F800000;
    private const uint MagnitudeMask = 0x7FFFFFFF;

    /// <summary>True when there is neither NaN nor infinity.</summary>
    internal static bool AllFinite(ReadOnlySpan<float> values) => NoneAbove(values, MagnitudeMask, ExponentMask - 1);

    /// <summary>True when there is no NaN; infinities are allowed.</summary>
    internal static bool NoneNaN(ReadOnlySpan<float> values) => NoneAbove(values, MagnitudeMask, ExponentMask);

    /// <summary>True when there is neither +infinity nor a NaN without sign: the only bits, read as integers, from the exponent mask on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static bool NonePositiveInfinity(ReadOnlySpan<float> values)
    {
        ReadOnlySpan<int> bits = MemoryMarshal.Cast<float, int>(values);
        Vector<int> largest = Vector<int>.Zero;
        int i = 0;
        for (; i <= bits.Length - Vector<int>.Count; i += Vector<int>.Count) largest = Vector.Max(largest, new Vector<int>(bits[i..]));
        if (Vector.GreaterThanOrEqualAny(largest, new Vector<int>((int)ExponentMask))) return false;
        for (; i < bits.Length; i++)
            if (bits[i] >= (int)ExponentMask) return false;
        return true;
    }

    /// <summary>True when no row is zero in all four columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static bool NoneAllZero(ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> c, ReadOnlySpan<float> d)
    {
        int i = 0;
        for (; i <= a.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> largest = Vector.Max(
                Vector.Max(Vector.Abs(new Vector<float>(a[i..])), Vector.Abs(new Vector<float>(b[i..]))),
                Vector.Max(Vector.Abs(new Vector<float>(c[i..])), Vector.Abs(new Vector<float>(d[i..]))));
            if (Vector.EqualsAny(largest, Vector<float>.Zero)) return false;
        }

        for (; i < a.Length; i++)
            if (a[i] == 0 && b[i] == 0 && c[i] == 0 && d[i] == 0) return false;
        return true;
    }

    // Optimised at once, for runs that end soon. The bits of a float without its sign grow with its magnitude, infinity is the exponent mask and NaN lies above.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool NoneAbove(ReadOnlySpan<float> values, uint mask, uint limit)
    {
        ReadOnlySpan<uint> bits = MemoryMarshal.Cast<float, uint>(values);
        Vector<uint> largest = Vector<uint>.Zero;
        int i = 0;
        for (; i <= bits.Length - Vector<uint>.Count; i += Vector<uint>.Count)
            largest = Vector.Max(largest, new Vector<uint>(bits[i..]) & new Vector<uint>(mask));
        if (Vector.GreaterThanAny(largest, new Vector<uint>(limit))) return false;
        for (; i < bits.Length; i++)
            if ((bits[i] & mask) > limit) return false;
        return true;
    }
}
