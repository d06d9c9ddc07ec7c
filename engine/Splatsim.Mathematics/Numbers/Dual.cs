using System.Runtime.CompilerServices;

namespace Splatsim.Mathematics;

/// <summary>
/// A number with one directional derivative: forward-mode differentiation of anything written over
/// <see cref="IReal{T}"/>. Comparisons and selections follow the value.
/// </summary>
/// <remarks>Clifford 1873; Griewank and Walther 2008, "Evaluating Derivatives", ch. 3.</remarks>
/// <typeparam name="T">The number underneath.</typeparam>
public readonly struct Dual<T> : IReal<Dual<T>>
    where T : unmanaged, IReal<T>
{
    /// <summary>The value.</summary>
    public readonly T Value;

    /// <summary>The derivative along the seeded direction.</summary>
    public readonly T Tangent;

    /// <summary>A value with its derivative.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Dual(T value, T tangent)
    {
        Value = value;
        Tangent = tangent;
    }

    /// <inheritdoc/>
    public static double Epsilon => T.Epsilon;

    /// <inheritdoc/>
    public static Dual<T> Zero => default;

    /// <inheritdoc/>
    public static Dual<T> One => new(T.One, T.Zero);

    /// <summary>A quantity that does not depend on the seeded direction.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> Constant(T value) => new(value, T.Zero);

    /// <summary>The variable itself: derivative 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> Variable(T value) => new(value, T.One);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> FromDouble(double value) => new(T.FromDouble(value), T.Zero);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> operator +(Dual<T> left, Dual<T> right) =>
        new(left.Value + right.Value, left.Tangent + right.Tangent);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> operator -(Dual<T> left, Dual<T> right) =>
        new(left.Value - right.Value, left.Tangent - right.Tangent);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> operator *(Dual<T> left, Dual<T> right) =>
        new(left.Value * right.Value, T.FusedMultiplyAdd(left.Tangent, right.Value, left.Value * right.Tangent));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> operator /(Dual<T> left, Dual<T> right)
    {
        T quotient = left.Value / right.Value;
        return new(quotient, (left.Tangent - quotient * right.Tangent) / right.Value);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> operator -(Dual<T> value) => new(-value.Value, -value.Tangent);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask<Dual<T>> operator <(Dual<T> left, Dual<T> right) => Lift(left.Value < right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask<Dual<T>> operator >(Dual<T> left, Dual<T> right) => Lift(left.Value > right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask<Dual<T>> operator <=(Dual<T> left, Dual<T> right) => Lift(left.Value <= right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask<Dual<T>> operator >=(Dual<T> left, Dual<T> right) => Lift(left.Value >= right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> Select(Mask<Dual<T>> mask, Dual<T> whenTrue, Dual<T> whenFalse)
    {
        Mask<T> inner = Lower(mask);
        return new(
            T.Select(inner, whenTrue.Value, whenFalse.Value),
            T.Select(inner, whenTrue.Tangent, whenFalse.Tangent));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask<Dual<T>> And(Mask<Dual<T>> left, Mask<Dual<T>> right) => Lift(T.And(Lower(left), Lower(right)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask<Dual<T>> Or(Mask<Dual<T>> left, Mask<Dual<T>> right) => Lift(T.Or(Lower(left), Lower(right)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask<Dual<T>> Not(Mask<Dual<T>> mask) => Lift(T.Not(Lower(mask)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(Mask<Dual<T>> mask) => T.Any(Lower(mask));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> FusedMultiplyAdd(Dual<T> left, Dual<T> right, Dual<T> addend) =>
        new(
            T.FusedMultiplyAdd(left.Value, right.Value, addend.Value),
            T.FusedMultiplyAdd(left.Tangent, right.Value, T.FusedMultiplyAdd(left.Value, right.Tangent, addend.Tangent)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> Sqrt(Dual<T> value)
    {
        T root = T.Sqrt(value.Value);
        return new(root, value.Tangent / (root + root));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> Exp(Dual<T> value)
    {
        T exponential = T.Exp(value.Value);
        return new(exponential, exponential * value.Tangent);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> Log(Dual<T> value) => new(T.Log(value.Value), value.Tangent / value.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> Abs(Dual<T> value)
    {
        Mask<T> negative = value.Value < T.Zero;
        return new(T.Abs(value.Value), T.Select(negative, -value.Tangent, value.Tangent));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> Min(Dual<T> left, Dual<T> right) => Select(left < right, left, right);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> Max(Dual<T> left, Dual<T> right) => Select(left > right, left, right);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> Floor(Dual<T> value) => new(T.Floor(value.Value), T.Zero);

    /// <summary>A mask of comparisons, which follow the values, as one over the numbers underneath.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask<T> OfValues(Mask<Dual<T>> mask) => Lower(mask);

    // A mask over duals keeps the inner mask's bits in the value part.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Mask<Dual<T>> Lift(Mask<T> mask) => new(new Dual<T>(mask.Bits, T.Zero));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Mask<T> Lower(Mask<Dual<T>> mask) => new(mask.Bits.Value);
}
