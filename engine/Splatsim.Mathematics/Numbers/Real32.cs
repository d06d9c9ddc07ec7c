using System.Runtime.CompilerServices;

namespace Splatsim.Mathematics;

/// <summary>One <see cref="float"/>: GPU threads and the tails of SIMD loops.</summary>
public readonly struct Real32 : IReal<Real32>
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
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real32 Exp(Real32 value) => new(MathF.Exp(value.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real32 Log(Real32 value) => new(MathF.Log(value.Value));

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
    public override string ToString() => Value.ToString("R", System.Globalization.CultureInfo.InvariantCulture);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Mask<Real32> Truth(bool value) => new(new Real32(value ? 1f : 0f));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsSet(Mask<Real32> mask) => mask.Bits.Value != 0f;
}
