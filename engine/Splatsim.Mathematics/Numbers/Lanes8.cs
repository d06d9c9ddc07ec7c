using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Splatsim.Mathematics;

/// <summary>8 floats in one 256-bit register: the CPU back end where AVX2 is the widest set.</summary>
public readonly struct Lanes8 : ILanes<Lanes8>, IExponentBits<Lanes8>
{
    /// <summary>The register.</summary>
    public readonly Vector256<float> Value;

    /// <summary>Wraps a register.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes8(Vector256<float> value) => Value = value;

    /// <inheritdoc/>
    public static int LaneCount => 8;

    /// <inheritdoc/>
    public static bool IsAccelerated => Vector256.IsHardwareAccelerated;

    /// <inheritdoc/>
    public static double Epsilon => Real32.Epsilon;

    /// <inheritdoc/>
    public static Lanes8 Zero => new(Vector256<float>.Zero);

    /// <inheritdoc/>
    public static Lanes8 One => new(Vector256<float>.One);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 FromDouble(double value) => new(Vector256.Create((float)value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Broadcast(float value) => new(Vector256.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Lanes8 Load(float* source) => new(Vector256.Load(source));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe void Store(float* target) => Value.Store(target);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Bits(Mask<Lanes8> mask) => (uint)Vector256.ExtractMostSignificantBits(mask.Bits.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 operator +(Lanes8 left, Lanes8 right) => new(left.Value + right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 operator -(Lanes8 left, Lanes8 right) => new(left.Value - right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 operator *(Lanes8 left, Lanes8 right) => new(left.Value * right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 operator /(Lanes8 left, Lanes8 right) => new(left.Value / right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 operator -(Lanes8 value) => new(-value.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask<Lanes8> operator <(Lanes8 left, Lanes8 right) => new(new Lanes8(Vector256.LessThan(left.Value, right.Value)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask<Lanes8> operator >(Lanes8 left, Lanes8 right) =>
        new(new Lanes8(Vector256.GreaterThan(left.Value, right.Value)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask<Lanes8> operator <=(Lanes8 left, Lanes8 right) =>
        new(new Lanes8(Vector256.LessThanOrEqual(left.Value, right.Value)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask<Lanes8> operator >=(Lanes8 left, Lanes8 right) =>
        new(new Lanes8(Vector256.GreaterThanOrEqual(left.Value, right.Value)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Select(Mask<Lanes8> mask, Lanes8 whenTrue, Lanes8 whenFalse) =>
        new(Vector256.ConditionalSelect(mask.Bits.Value, whenTrue.Value, whenFalse.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask<Lanes8> And(Mask<Lanes8> left, Mask<Lanes8> right) => new(new Lanes8(left.Bits.Value & right.Bits.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask<Lanes8> Or(Mask<Lanes8> left, Mask<Lanes8> right) => new(new Lanes8(left.Bits.Value | right.Bits.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask<Lanes8> Not(Mask<Lanes8> mask) => new(new Lanes8(~mask.Bits.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(Mask<Lanes8> mask) => Vector256.ExtractMostSignificantBits(mask.Bits.Value) != 0;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 FusedMultiplyAdd(Lanes8 left, Lanes8 right, Lanes8 addend) =>
        new(Vector256.FusedMultiplyAdd(left.Value, right.Value, addend.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Sqrt(Lanes8 value) => new(Vector256.Sqrt(value.Value));

    /// <inheritdoc/>
    public static Lanes8 Exp(Lanes8 value) => LaneFunctions.Exp(value);

    /// <inheritdoc/>
    public static Lanes8 Log(Lanes8 value) => LaneFunctions.Log(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Abs(Lanes8 value) => new(Vector256.Abs(value.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Min(Lanes8 left, Lanes8 right) => new(Vector256.MinNative(left.Value, right.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Max(Lanes8 left, Lanes8 right) => new(Vector256.MaxNative(left.Value, right.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Floor(Lanes8 value) => new(Vector256.Floor(value.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 PowerOfTwo(Lanes8 exponent) =>
        new(((Vector256.ConvertToInt32Native(exponent.Value) + Vector256.Create(127)) << 23).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 SplitExponent(Lanes8 value, out Lanes8 exponent)
    {
        Vector256<int> bits = value.Value.AsInt32();
        Vector256<int> biased = (bits >> 23) & Vector256.Create(0xff);
        exponent = new(Vector256.ConvertToSingle(biased - Vector256.Create(126)));
        return new(((bits & Vector256.Create(0x007fffff)) | Vector256.Create(0x3f000000)).AsSingle());
    }

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
