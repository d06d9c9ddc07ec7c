using System.Runtime.CompilerServices;

namespace Splatsim.Mathematics;

/// <summary>One <see cref="float"/>: GPU threads and the tails of SIMD loops.</summary>
public readonly struct Real32 : IReal<Real32>, IExponentBits<Real32>
{
    /// <summary>The number.</summary>
    public readonly float Value;

    /// <summary>Wraps a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Real32(float value) => Value = value;

    /// <inheritdoc/>
    public static double Epsilon => 1.1920928955078125e-7;

    /// <inheritdoc/>
    public static Real32 Zero => default;

    /// <inheritdoc/>
    public static Real32 One => new(1f);

    /// <summary>Wraps a number.</summary>
    public static implicit operator Real32(float value) => new(value);

    /// <summary>Unwraps the number.</summary>
    public static explicit operator float(Real32 value) => value.Value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real32 FromDouble(double value) => new((float)value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real32 operator +(Real32 left, Real32 right) => new(left.Value + right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real32 operator -(Real32 left, Real32 right) => new(left.Value - right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real32 operator *(Real32 left, Real32 right) => new(left.Value * right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real32 operator /(Real32 left, Real32 right) => new(left.Value / right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real32 operator -(Real32 value) => new(-value.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask<Real32> operator <(Real32 left, Real32 right) => Truth(left.Value < right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask<Real32> operator >(Real32 left, Real32 right) => Truth(left.Value > right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask<Real32> operator <=(Real32 left, Real32 right) => Truth(left.Value <= right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask<Real32> operator >=(Real32 left, Real32 right) => Truth(left.Value >= right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real32 Select(Mask<Real32> mask, Real32 whenTrue, Real32 whenFalse) => IsSet(mask) ? whenTrue : whenFalse;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask<Real32> And(Mask<Real32> left, Mask<Real32> right) => Truth(IsSet(left) & IsSet(right));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask<Real32> Or(Mask<Real32> left, Mask<Real32> right) => Truth(IsSet(left) | IsSet(right));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask<Real32> Not(Mask<Real32> mask) => Truth(!IsSet(mask));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(Mask<Real32> mask) => IsSet(mask);

    /// <inheritdoc/>
    /// <remarks>
    /// Written as two operations: GPU compilers contract them to one, but the library's function has no GPU form.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real32 FusedMultiplyAdd(Real32 left, Real32 right, Real32 addend) =>
        new(left.Value * right.Value + addend.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real32 Sqrt(Real32 value) => new(MathF.Sqrt(value.Value));

    /// <inheritdoc/>
    /// <remarks>The library's own would be a GPU's approximate instruction, with errors of 1e-6 that friction cones amplify.</remarks>
    public static Real32 Exp(Real32 value) => LaneFunctions.Exp(value);

    /// <inheritdoc/>
    public static Real32 Log(Real32 value) => LaneFunctions.Log(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real32 Abs(Real32 value) => new(MathF.Abs(value.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real32 Min(Real32 left, Real32 right) => new(MathF.Min(left.Value, right.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real32 Max(Real32 left, Real32 right) => new(MathF.Max(left.Value, right.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real32 Floor(Real32 value) => new(MathF.Floor(value.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real32 PowerOfTwo(Real32 exponent) => new(BitConverter.Int32BitsToSingle(((int)exponent.Value + 127) << 23));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real32 SplitExponent(Real32 value, out Real32 exponent)
    {
        int bits = BitConverter.SingleToInt32Bits(value.Value);
        exponent = new(((bits >> 23) & 0xff) - 126);
        return new(BitConverter.Int32BitsToSingle((bits & 0x007fffff) | 0x3f000000));
    }

    /// <inheritdoc/>
    public override string ToString() => Value.ToString("R", System.Globalization.CultureInfo.InvariantCulture);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Mask<Real32> Truth(bool value) => new(new Real32(value ? 1f : 0f));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsSet(Mask<Real32> mask) => mask.Bits.Value != 0f;
}
