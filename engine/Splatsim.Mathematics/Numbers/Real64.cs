using System.Runtime.CompilerServices;

namespace Splatsim.Mathematics;

/// <summary>One <see cref="double"/>: the reference path and every verification.</summary>
public readonly struct Real64 : IReal<Real64>
{
    /// <summary>The number.</summary>
    public readonly double Value;

    /// <summary>Wraps a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Real64(double value) => Value = value;

    /// <inheritdoc/>
    public static double Epsilon => 2.220446049250313e-16;

    /// <inheritdoc/>
    public static Real64 Zero => default;

    /// <inheritdoc/>
    public static Real64 One => new(1.0);

    /// <summary>Wraps a number.</summary>
    public static implicit operator Real64(double value) => new(value);

    /// <summary>Unwraps the number.</summary>
    public static explicit operator double(Real64 value) => value.Value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real64 FromDouble(double value) => new(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real64 operator +(Real64 left, Real64 right) => new(left.Value + right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real64 operator -(Real64 left, Real64 right) => new(left.Value - right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real64 operator *(Real64 left, Real64 right) => new(left.Value * right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real64 operator /(Real64 left, Real64 right) => new(left.Value / right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real64 operator -(Real64 value) => new(-value.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask<Real64> operator <(Real64 left, Real64 right) => Truth(left.Value < right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask<Real64> operator >(Real64 left, Real64 right) => Truth(left.Value > right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask<Real64> operator <=(Real64 left, Real64 right) => Truth(left.Value <= right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask<Real64> operator >=(Real64 left, Real64 right) => Truth(left.Value >= right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real64 Select(Mask<Real64> mask, Real64 whenTrue, Real64 whenFalse) => IsSet(mask) ? whenTrue : whenFalse;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask<Real64> And(Mask<Real64> left, Mask<Real64> right) => Truth(IsSet(left) & IsSet(right));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask<Real64> Or(Mask<Real64> left, Mask<Real64> right) => Truth(IsSet(left) | IsSet(right));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask<Real64> Not(Mask<Real64> mask) => Truth(!IsSet(mask));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(Mask<Real64> mask) => IsSet(mask);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real64 FusedMultiplyAdd(Real64 left, Real64 right, Real64 addend) =>
        new(Math.FusedMultiplyAdd(left.Value, right.Value, addend.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real64 Sqrt(Real64 value) => new(Math.Sqrt(value.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real64 Exp(Real64 value) => new(Math.Exp(value.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real64 Log(Real64 value) => new(Math.Log(value.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real64 Abs(Real64 value) => new(Math.Abs(value.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real64 Min(Real64 left, Real64 right) => new(Math.Min(left.Value, right.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real64 Max(Real64 left, Real64 right) => new(Math.Max(left.Value, right.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Real64 Floor(Real64 value) => new(Math.Floor(value.Value));

    /// <inheritdoc/>
    public override string ToString() => Value.ToString("R", System.Globalization.CultureInfo.InvariantCulture);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Mask<Real64> Truth(bool value) => new(new Real64(value ? 1.0 : 0.0));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsSet(Mask<Real64> mask) => mask.Bits.Value != 0.0;
}
