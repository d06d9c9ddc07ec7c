using System.Runtime.CompilerServices;

namespace Splatsim.Mathematics;

/// <summary>The result of comparing numbers: one truth value per lane, held in the number's own register type.</summary>
/// <typeparam name="T">The number that was compared.</typeparam>
public readonly struct Mask<T>
    where T : unmanaged, IReal<T>
{
    /// <summary>The bits, as the number type encodes them: all ones per lane for SIMD, 1 or 0 for scalars.</summary>
    public readonly T Bits;

    /// <summary>Wraps the encoding of a number type; called by the number types only.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Mask(T bits) => Bits = bits;

    /// <summary>Both set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask<T> operator &(Mask<T> left, Mask<T> right) => T.And(left, right);

    /// <summary>Either set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask<T> operator |(Mask<T> left, Mask<T> right) => T.Or(left, right);

    /// <summary>The opposite.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask<T> operator !(Mask<T> mask) => T.Not(mask);
}
