using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Splatsim.Mathematics;

/// <summary>16 floats in one 512-bit register: the CPU back end where AVX-512 is the widest set.</summary>
public readonly struct Lanes16 : ILanes<Lanes16>, IExponentBits<Lanes16>
{
    /// <summary>The register.</summary>
    public readonly Vector512<float> Value;

    /// <summary>Wraps a register.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes16(Vector512<float> value) => Value = value;

    /// <inheritdoc/>
    public static int LaneCount => 16;

    /// <inheritdoc/>
    public static bool IsAccelerated => Vector512.IsHardwareAccelerated;

    /// <inheritdoc/>
    public static double Epsilon => Real32.Epsilon;

    /// <inheritdoc/>
    public static Lanes16 Zero => new(Vector512<float>.Zero);

    /// <inheritdoc/>
    public static Lanes16 One => new(Vector512<float>.One);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 FromDouble(double value) => new(Vector512.Create((float)value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Broadcast(float value) => new(Vector512.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Lanes16 Load(float* source) => new(Vector512.Load(source));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe void Store(float* target) => Value.Store(target);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Bits(Mask<Lanes16> mask) => (uint)Vector512.ExtractMostSignificantBits(mask.Bits.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 operator +(Lanes16 left, Lanes16 right) => new(left.Value + right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 operator -(Lanes16 left, Lanes16 right) => new(left.Value - right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 operator *(Lanes16 left, Lanes16 right) => new(left.Value * right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 operator /(Lanes16 left, Lanes16 right) => new(left.Value / right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 operator -(Lanes16 value) => new(-value.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask<Lanes16> operator <(Lanes16 left, Lanes16 right) => new(new Lanes16(Vector512.LessThan(left.Value, right.Value)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask<Lanes16> operator >(Lanes16 left, Lanes16 right) =>
        new(new Lanes16(Vector512.GreaterThan(left.Value, right.Value)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask<Lanes16> operator <=(Lanes16 left, Lanes16 right) =>
        new(new Lanes16(Vector512.LessThanOrEqual(left.Value, right.Value)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask<Lanes16> operator >=(Lanes16 left, Lanes16 right) =>
        new(new Lanes16(Vector512.GreaterThanOrEqual(left.Value, right.Value)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Select(Mask<Lanes16> mask, Lanes16 whenTrue, Lanes16 whenFalse) =>
        new(Vector512.ConditionalSelect(mask.Bits.Value, whenTrue.Value, whenFalse.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask<Lanes16> And(Mask<Lanes16> left, Mask<Lanes16> right) => new(new Lanes16(left.Bits.Value & right.Bits.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask<Lanes16> Or(Mask<Lanes16> left, Mask<Lanes16> right) => new(new Lanes16(left.Bits.Value | right.Bits.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask<Lanes16> Not(Mask<Lanes16> mask) => new(new Lanes16(~mask.Bits.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(Mask<Lanes16> mask) => Vector512.ExtractMostSignificantBits(mask.Bits.Value) != 0;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 FusedMultiplyAdd(Lanes16 left, Lanes16 right, Lanes16 addend) =>
        new(Vector512.FusedMultiplyAdd(left.Value, right.Value, addend.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Sqrt(Lanes16 value) => new(Vector512.Sqrt(value.Value));

    /// <inheritdoc/>
    public static Lanes16 Exp(Lanes16 value) => LaneFunctions.Exp(value);

    /// <inheritdoc/>
    public static Lanes16 Log(Lanes16 value) => LaneFunctions.Log(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Abs(Lanes16 value) => new(Vector512.Abs(value.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Min(Lanes16 left, Lanes16 right) => new(Vector512.MinNative(left.Value, right.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Max(Lanes16 left, Lanes16 right) => new(Vector512.MaxNative(left.Value, right.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Floor(Lanes16 value) => new(Vector512.Floor(value.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 PowerOfTwo(Lanes16 exponent) =>
        new(((Vector512.ConvertToInt32Native(exponent.Value) + Vector512.Create(127)) << 23).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 SplitExponent(Lanes16 value, out Lanes16 exponent)
    {
        Vector512<int> bits = value.Value.AsInt32();
        Vector512<int> biased = (bits >> 23) & Vector512.Create(0xff);
        exponent = new(Vector512.ConvertToSingle(biased - Vector512.Create(126)));
        return new(((bits & Vector512.Create(0x007fffff)) | Vector512.Create(0x3f000000)).AsSingle());
    }

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
