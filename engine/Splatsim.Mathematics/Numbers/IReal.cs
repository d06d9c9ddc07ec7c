namespace Splatsim.Mathematics;

/// <summary>
/// A real number, or a bundle of them, that formulas are written against once. Every law, projection and
/// decomposition of the engine is a static method over <typeparamref name="T"/>; the number decides whether it runs as
/// one float, one double, 8 or 16 SIMD lanes, a GPU thread, or with a derivative attached.
/// </summary>
/// <remarks>
/// There is no indexer and no conversion to <see cref="float"/>: a formula that needs a run-time index or a branch on a
/// value cannot be vectorised. Comparisons give a <see cref="Mask{T}"/> for <see cref="Select"/>.
/// </remarks>
/// <typeparam name="T">The implementing type.</typeparam>
public interface IReal<T>
    where T : unmanaged, IReal<T>
{
    /// <summary>Distance from 1 to the next larger number of this precision.</summary>
    static abstract double Epsilon { get; }

    /// <summary>The constant 0.</summary>
    static abstract T Zero { get; }

    /// <summary>The constant 1.</summary>
    static abstract T One { get; }

    /// <summary>Rounds a constant to this precision, in every lane. Folds when <paramref name="value"/> is constant.</summary>
    static abstract T FromDouble(double value);

    /// <summary>Sum.</summary>
    static abstract T operator +(T left, T right);

    /// <summary>Difference.</summary>
    static abstract T operator -(T left, T right);

    /// <summary>Product.</summary>
    static abstract T operator *(T left, T right);

    /// <summary>Quotient.</summary>
    static abstract T operator /(T left, T right);

    /// <summary>Negation.</summary>
    static abstract T operator -(T value);

    /// <summary>True where left is less than right; false where either is NaN.</summary>
    static abstract Mask<T> operator <(T left, T right);

    /// <summary>True where left is greater than right; false where either is NaN.</summary>
    static abstract Mask<T> operator >(T left, T right);

    /// <summary>True where left is at most right; false where either is NaN.</summary>
    static abstract Mask<T> operator <=(T left, T right);

    /// <summary>True where left is at least right; false where either is NaN.</summary>
    static abstract Mask<T> operator >=(T left, T right);

    /// <summary>Lane by lane: <paramref name="whenTrue"/> where the mask is set, else <paramref name="whenFalse"/>.</summary>
    static abstract T Select(Mask<T> mask, T whenTrue, T whenFalse);

    /// <summary>Both masks set.</summary>
    static abstract Mask<T> And(Mask<T> left, Mask<T> right);

    /// <summary>Either mask set.</summary>
    static abstract Mask<T> Or(Mask<T> left, Mask<T> right);

    /// <summary>The opposite mask.</summary>
    static abstract Mask<T> Not(Mask<T> mask);

    /// <summary>True when at least one lane is set. The only way from lanes to a branch.</summary>
    static abstract bool Any(Mask<T> mask);

    /// <summary>left * right + addend, with one rounding where the hardware has it.</summary>
    static abstract T FusedMultiplyAdd(T left, T right, T addend);

    /// <summary>Square root; NaN below 0. Its derivative at 0 is infinite: use <see cref="Norms"/> for norms.</summary>
    static abstract T Sqrt(T value);

    /// <summary>Natural exponential.</summary>
    static abstract T Exp(T value);

    /// <summary>Natural logarithm; -infinity at 0, NaN below.</summary>
    static abstract T Log(T value);

    /// <summary>Absolute value.</summary>
    static abstract T Abs(T value);

    /// <summary>The smaller of two values.</summary>
    static abstract T Min(T left, T right);

    /// <summary>The larger of two values.</summary>
    static abstract T Max(T left, T right);

    /// <summary>Largest whole number not above the value; its derivative is 0.</summary>
    static abstract T Floor(T value);
}
