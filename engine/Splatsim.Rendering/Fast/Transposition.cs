using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Splatsim.Rendering;

/// <summary>Four by four floats in registers, turned.</summary>
internal static class Transposition
{
    /// <summary>Row i becomes column i.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose(ref Vector128<float> a, ref Vector128<float> b, ref Vector128<float> c, ref Vector128<float> d)
    {
        Vector128<float> ab0 = Interleave(a, b, low: true), ab1 = Interleave(a, b, low: false);
        Vector128<float> cd0 = Interleave(c, d, low: true), cd1 = Interleave(c, d, low: false);
        a = Halves(ab0, cd0, low: true);
        b = Halves(ab0, cd0, low: false);
        c = Halves(ab1, cd1, low: true);
        d = Halves(ab1, cd1, low: false);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Interleave(Vector128<float> x, Vector128<float> y, bool low) =>
        System.Runtime.Intrinsics.X86.Sse.IsSupported
            ? (low ? System.Runtime.Intrinsics.X86.Sse.UnpackLow(x, y) : System.Runtime.Intrinsics.X86.Sse.UnpackHigh(x, y))
            : (low ? Vector128.Create(x[0], y[0], x[1], y[1]) : Vector128.Create(x[2], y[2], x[3], y[3]));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Halves(Vector128<float> x, Vector128<float> y, bool low) =>
        low
            ? Vector128.Create(x.GetLower(), y.GetLower())
            : Vector128.Create(x.GetUpper(), y.GetUpper());
}
