using System.Runtime.CompilerServices;
using Splatsim.Mathematics;

namespace Splatsim.Simulation.Fast;

/// <summary>One float dressed as lanes: the fast path's drivers without any SIMD, to compare the widths against.</summary>
internal readonly struct Lanes1 : ILanes<Lanes1>
{
    /// <summary>The number.</summary>
    public readonly Real32 Value;

    /// <summary>Wraps a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes1(Real32 value) => Value = value;

    /// <inheritdoc/>
    public static int LaneCount => 1;

    /// <inheritdoc/>
    public static bool IsAccelerated => true;

    /// <inheritdoc/>
    public static double Epsilon => Real32.Epsilon;

    /// <inheritdoc/>
    public static Lanes1 Zero => default;

    /// <inheritdoc/>
    public static Lanes1 One => new(1f);

    /// <inheritdoc/>
    public static Lanes1 FromDouble(double value) => new((float)value);

    /// <inheritdoc/>
    public static Lanes1 Broadcast(float value) => new(value);

    /// <inheritdoc/>
    public static unsafe Lanes1 Load(float* source) => new(*source);

    /// <inheritdoc/>
    public unsafe void Store(float* target) => *target = Value.Value;

    /// <inheritdoc/>
    public static uint Bits(Mask<Lanes1> mask) => mask.Bits.Value.Value != 0f ? 1u : 0u;

    /// <inheritdoc/>
    public static Lanes1 operator +(Lanes1 left, Lanes1 right) => new(left.Value + right.Value);

    /// <inheritdoc/>
    public static Lanes1 operator -(Lanes1 left, Lanes1 right) => new(left.Value - right.Value);

    /// <inheritdoc/>
    public static Lanes1 operator *(Lanes1 left, Lanes1 right) => new(left.Value * right.Value);

    /// <inheritdoc/>
    public static Lanes1 operator /(Lanes1 left, Lanes1 right) => new(left.Value / right.Value);

    /// <inheritdoc/>
    public static Lanes1 operator -(Lanes1 value) => new(-value.Value);

    /// <inheritdoc/>
    public static Mask<Lanes1> operator <(Lanes1 left, Lanes1 right) => Wrap(left.Value < right.Value);

    /// <inheritdoc/>
    public static Mask<Lanes1> operator >(Lanes1 left, Lanes1 right) => Wrap(left.Value > right.Value);

    /// <inheritdoc/>
    public static Mask<Lanes1> operator <=(Lanes1 left, Lanes1 right) => Wrap(left.Value <= right.Value);

    /// <inheritdoc/>
    public static Mask<Lanes1> operator >=(Lanes1 left, Lanes1 right) => Wrap(left.Value >= right.Value);

    /// <inheritdoc/>
    public static Lanes1 Select(Mask<Lanes1> mask, Lanes1 whenTrue, Lanes1 whenFalse) =>
        mask.Bits.Value.Value != 0f ? whenTrue : whenFalse;

    /// <inheritdoc/>
    public static Mask<Lanes1> And(Mask<Lanes1> left, Mask<Lanes1> right) => Wrap(Unwrap(left) & Unwrap(right));

    /// <inheritdoc/>
    public static Mask<Lanes1> Or(Mask<Lanes1> left, Mask<Lanes1> right) => Wrap(Unwrap(left) | Unwrap(right));

    /// <inheritdoc/>
    public static Mask<Lanes1> Not(Mask<Lanes1> mask) => Wrap(!Unwrap(mask));

    /// <inheritdoc/>
    public static bool Any(Mask<Lanes1> mask) => mask.Bits.Value.Value != 0f;

    /// <inheritdoc/>
    public static Lanes1 FusedMultiplyAdd(Lanes1 left, Lanes1 right, Lanes1 addend) =>
        new(Real32.FusedMultiplyAdd(left.Value, right.Value, addend.Value));

    /// <inheritdoc/>
    public static Lanes1 Sqrt(Lanes1 value) => new(Real32.Sqrt(value.Value));

    /// <inheritdoc/>
    public static Lanes1 Exp(Lanes1 value) => new(Real32.Exp(value.Value));

    /// <inheritdoc/>
    public static Lanes1 Log(Lanes1 value) => new(Real32.Log(value.Value));

    /// <inheritdoc/>
    public static Lanes1 Abs(Lanes1 value) => new(Real32.Abs(value.Value));

    /// <inheritdoc/>
    public static Lanes1 Min(Lanes1 left, Lanes1 right) => new(Real32.Min(left.Value, right.Value));

    /// <inheritdoc/>
    public static Lanes1 Max(Lanes1 left, Lanes1 right) => new(Real32.Max(left.Value, right.Value));

    /// <inheritdoc/>
    public static Lanes1 Floor(Lanes1 value) => new(Real32.Floor(value.Value));

    private static Mask<Lanes1> Wrap(Mask<Real32> mask) => new(new Lanes1(mask.Bits));

    private static Mask<Real32> Unwrap(Mask<Lanes1> mask) => new(mask.Bits.Value);
}
