using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Splatsim.Simulation.Fast;

/// <summary>Register moves that the portable vector types have no single instruction for on every machine.</summary>
internal static unsafe class Wide
{
    /// <summary>Four floats in both halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Twice(float* four) => Avx.IsSupported
        ? Avx.BroadcastVector128ToVector256(four)
        : Vector256.Create(Vector128.Load(four), Vector128.Load(four));

    /// <summary>The first float in the lower half, the second in the upper.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Halves(float lower, float upper) => Avx.IsSupported
        ? Avx.Blend(Vector256.Create(lower), Vector256.Create(upper), 0xF0)
        : Vector256.Create(Vector128.Create(lower), Vector128.Create(upper));

    /// <summary>Of four floats the first or the second two, each of them four times.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Spread(float* four, int pair)
    {
        if (!Avx.IsSupported) return Halves(four[2 * pair], four[2 * pair + 1]);
        return Avx.PermuteVar(Twice(four), pair == 0 ? Vector256.Create(0, 0, 0, 0, 1, 1, 1, 1) : Vector256.Create(2, 2, 2, 2, 3, 3, 3, 3));
    }

    /// <summary>left * right + addend.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Add(Vector256<float> left, Vector256<float> right, Vector256<float> addend) =>
        Vector256.FusedMultiplyAdd(left, right, addend);

    /// <summary>left * right + addend.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Add(Vector128<float> left, Vector128<float> right, Vector128<float> addend) =>
        Vector128.FusedMultiplyAdd(left, right, addend);

    /// <summary>
    /// Four rows of eight to eight columns of four, written <paramref name="stride"/> floats apart: per 128-bit half the
    /// usual 4 by 4 transposition, so that half 0 holds particles 0 to 3 and half 1 particles 4 to 7.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreColumns(
        Vector256<float> x, Vector256<float> y, Vector256<float> z, Vector256<float> w, float* target, int stride)
    {
        if (!Avx.IsSupported)
        {
            for (int i = 0; i < 8; i++)
            {
                float* column = target + i * stride;
                (column[0], column[1], column[2], column[3]) = (x[i], y[i], z[i], w[i]);
            }

            return;
        }

        Vector256<double> lowXy = Avx.UnpackLow(x, y).AsDouble(), highXy = Avx.UnpackHigh(x, y).AsDouble();
        Vector256<double> lowZw = Avx.UnpackLow(z, w).AsDouble(), highZw = Avx.UnpackHigh(z, w).AsDouble();
        Vector256<float> first = Avx.UnpackLow(lowXy, lowZw).AsSingle(), second = Avx.UnpackHigh(lowXy, lowZw).AsSingle();
        Vector256<float> third = Avx.UnpackLow(highXy, highZw).AsSingle(), fourth = Avx.UnpackHigh(highXy, highZw).AsSingle();
        first.GetLower().Store(target);
        second.GetLower().Store(target + stride);
        third.GetLower().Store(target + 2 * stride);
        fourth.GetLower().Store(target + 3 * stride);
        first.GetUpper().Store(target + 4 * stride);
        second.GetUpper().Store(target + 5 * stride);
        third.GetUpper().Store(target + 6 * stride);
        fourth.GetUpper().Store(target + 7 * stride);
    }

    /// <summary>The first three components of eight records of four floats, as rows of eight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadColumns(float* source, int stride, float* x, float* y, float* z)
    {
        if (!Avx.IsSupported)
        {
            for (int i = 0; i < 8; i++) (x[i], y[i], z[i]) = (source[i * stride], source[i * stride + 1], source[i * stride + 2]);
            return;
        }

        Vector256<float> first = Pair(source, 4 * stride), second = Pair(source + stride, 4 * stride);
        Vector256<float> third = Pair(source + 2 * stride, 4 * stride), fourth = Pair(source + 3 * stride, 4 * stride);
        Vector256<double> low = Avx.UnpackLow(first, second).AsDouble(), lowNext = Avx.UnpackLow(third, fourth).AsDouble();
        Vector256<double> high = Avx.UnpackHigh(first, second).AsDouble(), highNext = Avx.UnpackHigh(third, fourth).AsDouble();
        Avx.UnpackLow(low, lowNext).AsSingle().Store(x);
        Avx.UnpackHigh(low, lowNext).AsSingle().Store(y);
        Avx.UnpackLow(high, highNext).AsSingle().Store(z);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Pair(float* source, int distance) =>
        Vector256.Create(Vector128.Load(source), Vector128.Load(source + distance));
}
