using System.Runtime.CompilerServices;
using Splatsim.Mathematics;

namespace Splatsim.Rendering;

/// <summary>Reverse of <see cref="ShColor"/>.</summary>
/// <remarks>
/// dL/dk_i = B_i g and dL/dd = sum_i (k_i . g) grad B_i: the basis itself over dual numbers gives its gradient, once for all
/// three colour channels.
/// </remarks>
public static class ShColorAdjoint
{
    /// <summary>From the colour before the clamp back to the coefficients and the direction.</summary>
    /// <param name="d">Unit direction of the forward pass.</param>
    /// <param name="degree">0 to 3.</param>
    /// <param name="source">The coefficients.</param>
    /// <param name="color">Gradient with respect to red, green, blue before the clamp.</param>
    /// <param name="target">Receives the coefficients' gradient.</param>
    /// <returns>Gradient with respect to the direction as a free vector.</returns>
    public static Vector3<T> Evaluate<T, TSource, TTarget>(
        in Vector3<T> d, int degree, in TSource source, in Vector3<T> color, in TTarget target)
        where T : unmanaged, IReal<T>
        where TSource : struct, IShSource<T>
        where TTarget : struct, IShTarget<T>
    {
        Vector3<T> direction = new(T.Zero, T.Zero, T.Zero);
        Write(0, T.FromDouble(ShBasis.Constant), in color, in target);
        if (degree >= 1) First(in d, in source, in color, in target, ref direction);
        if (degree >= 2) Second(in d, in source, in color, in target, ref direction);
        if (degree >= 3) Third(in d, in source, in color, in target, ref direction);
        return direction;
    }

    /// <summary>The same in one piece, for GPU compilers: a call would send its arguments through memory.</summary>
    /// <inheritdoc cref="Evaluate"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector3<T> EvaluateInline<T, TSource, TTarget>(
        in Vector3<T> d, int degree, in TSource source, in Vector3<T> color, in TTarget target)
        where T : unmanaged, IReal<T>
        where TSource : struct, IShSource<T>
        where TTarget : struct, IShTarget<T>
    {
        Vector3<T> direction = new(T.Zero, T.Zero, T.Zero);
        Write(0, T.FromDouble(ShBasis.Constant), in color, in target);
        if (degree >= 1) FirstTerms(in d, in source, in color, in target, ref direction);
        if (degree >= 2) SecondTerms(in d, in source, in color, in target, ref direction);
        if (degree >= 3) ThirdTerms(in d, in source, in color, in target, ref direction);
        return direction;
    }

    // One method per degree: together they would exceed what the processor's compiler keeps in registers and inlines.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void First<T, TSource, TTarget>(
        in Vector3<T> d, in TSource source, in Vector3<T> color, in TTarget target, ref Vector3<T> direction)
        where T : unmanaged, IReal<T>
        where TSource : struct, IShSource<T>
        where TTarget : struct, IShTarget<T> => FirstTerms(in d, in source, in color, in target, ref direction);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FirstTerms<T, TSource, TTarget>(
        in Vector3<T> d, in TSource source, in Vector3<T> color, in TTarget target, ref Vector3<T> direction)
        where T : unmanaged, IReal<T>
        where TSource : struct, IShSource<T>
        where TTarget : struct, IShTarget<T>
    {
        ShBasis.First(in d, out T b1, out T b2, out T b3);
        Write(1, b1, in color, in target);
        Write(2, b2, in color, in target);
        Write(3, b3, in color, in target);
        T s1 = Weight(1, in source, in color), s2 = Weight(2, in source, in color), s3 = Weight(3, in source, in color);
        for (int axis = 0; axis < 3; axis++)
        {
            Vector3<Dual<T>> seeded = Seeded(in d, axis);
            ShBasis.First(in seeded, out Dual<T> d1, out Dual<T> d2, out Dual<T> d3);
            Add(axis, s1 * d1.Tangent + s2 * d2.Tangent + s3 * d3.Tangent, ref direction);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Second<T, TSource, TTarget>(
        in Vector3<T> d, in TSource source, in Vector3<T> color, in TTarget target, ref Vector3<T> direction)
        where T : unmanaged, IReal<T>
        where TSource : struct, IShSource<T>
        where TTarget : struct, IShTarget<T> => SecondTerms(in d, in source, in color, in target, ref direction);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SecondTerms<T, TSource, TTarget>(
        in Vector3<T> d, in TSource source, in Vector3<T> color, in TTarget target, ref Vector3<T> direction)
        where T : unmanaged, IReal<T>
        where TSource : struct, IShSource<T>
        where TTarget : struct, IShTarget<T>
    {
        ShBasis.Second(in d, out T b4, out T b5, out T b6, out T b7, out T b8);
        Write(4, b4, in color, in target);
        Write(5, b5, in color, in target);
        Write(6, b6, in color, in target);
        Write(7, b7, in color, in target);
        Write(8, b8, in color, in target);
        T s4 = Weight(4, in source, in color), s5 = Weight(5, in source, in color), s6 = Weight(6, in source, in color);
        T s7 = Weight(7, in source, in color), s8 = Weight(8, in source, in color);
        for (int axis = 0; axis < 3; axis++)
        {
            Vector3<Dual<T>> seeded = Seeded(in d, axis);
            ShBasis.Second(in seeded, out Dual<T> d4, out Dual<T> d5, out Dual<T> d6, out Dual<T> d7, out Dual<T> d8);
            T sum = s4 * d4.Tangent + s5 * d5.Tangent + s6 * d6.Tangent + s7 * d7.Tangent + s8 * d8.Tangent;
            Add(axis, sum, ref direction);
        }
    }

    // In pieces, for the same reason.
    private static void Third<T, TSource, TTarget>(
        in Vector3<T> d, in TSource source, in Vector3<T> color, in TTarget target, ref Vector3<T> direction)
        where T : unmanaged, IReal<T>
        where TSource : struct, IShSource<T>
        where TTarget : struct, IShTarget<T>
    {
        WriteThird(in d, in color, in target);
        ThirdWeights<T> weights = ThirdWeights<T>.Of(in source, in color);
        direction.X = direction.X + AlongThird(in d, T.One, T.Zero, T.Zero, in weights);
        direction.Y = direction.Y + AlongThird(in d, T.Zero, T.One, T.Zero, in weights);
        direction.Z = direction.Z + AlongThird(in d, T.Zero, T.Zero, T.One, in weights);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ThirdTerms<T, TSource, TTarget>(
        in Vector3<T> d, in TSource source, in Vector3<T> color, in TTarget target, ref Vector3<T> direction)
        where T : unmanaged, IReal<T>
        where TSource : struct, IShSource<T>
        where TTarget : struct, IShTarget<T>
    {
        WriteThirdTerms(in d, in color, in target);
        ThirdWeights<T> weights = ThirdWeights<T>.OfInline(in source, in color);
        direction.X = direction.X + ThirdTangent(in d, T.One, T.Zero, T.Zero, in weights);
        direction.Y = direction.Y + ThirdTangent(in d, T.Zero, T.One, T.Zero, in weights);
        direction.Z = direction.Z + ThirdTangent(in d, T.Zero, T.Zero, T.One, in weights);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void WriteThird<T, TTarget>(in Vector3<T> d, in Vector3<T> color, in TTarget target)
        where T : unmanaged, IReal<T>
        where TTarget : struct, IShTarget<T> => WriteThirdTerms(in d, in color, in target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WriteThirdTerms<T, TTarget>(in Vector3<T> d, in Vector3<T> color, in TTarget target)
        where T : unmanaged, IReal<T>
        where TTarget : struct, IShTarget<T>
    {
        ShBasis.Third(in d, out T b9, out T b10, out T b11, out T b12, out T b13, out T b14, out T b15);
        Write(9, b9, in color, in target);
        Write(10, b10, in color, in target);
        Write(11, b11, in color, in target);
        Write(12, b12, in color, in target);
        Write(13, b13, in color, in target);
        Write(14, b14, in color, in target);
        Write(15, b15, in color, in target);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static T AlongThird<T>(in Vector3<T> d, T x, T y, T z, in ThirdWeights<T> s)
        where T : unmanaged, IReal<T> => ThirdTangent(in d, x, y, z, in s);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T ThirdTangent<T>(in Vector3<T> d, T x, T y, T z, in ThirdWeights<T> s)
        where T : unmanaged, IReal<T>
    {
        Vector3<Dual<T>> seeded = new(new(d.X, x), new(d.Y, y), new(d.Z, z));
        ShBasis.Third(
            in seeded, out Dual<T> d9, out Dual<T> d10, out Dual<T> d11, out Dual<T> d12, out Dual<T> d13, out Dual<T> d14, out Dual<T> d15);
        return s.S9 * d9.Tangent + s.S10 * d10.Tangent + s.S11 * d11.Tangent + s.S12 * d12.Tangent
            + s.S13 * d13.Tangent + s.S14 * d14.Tangent + s.S15 * d15.Tangent;
    }

    private struct ThirdWeights<T>
        where T : unmanaged, IReal<T>
    {
        public T S9, S10, S11, S12, S13, S14, S15;

        [MethodImpl(MethodImplOptions.NoInlining)]
        public static ThirdWeights<T> Of<TSource>(in TSource source, in Vector3<T> color)
            where TSource : struct, IShSource<T> => OfInline(in source, in color);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static ThirdWeights<T> OfInline<TSource>(in TSource source, in Vector3<T> color)
            where TSource : struct, IShSource<T>
        {
            ThirdWeights<T> result;
            result.S9 = Weight(9, in source, in color);
            result.S10 = Weight(10, in source, in color);
            result.S11 = Weight(11, in source, in color);
            result.S12 = Weight(12, in source, in color);
            result.S13 = Weight(13, in source, in color);
            result.S14 = Weight(14, in source, in color);
            result.S15 = Weight(15, in source, in color);
            return result;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector3<Dual<T>> Seeded<T>(in Vector3<T> d, int axis)
        where T : unmanaged, IReal<T> =>
        new(new(d.X, axis == 0 ? T.One : T.Zero), new(d.Y, axis == 1 ? T.One : T.Zero), new(d.Z, axis == 2 ? T.One : T.Zero));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<T>(int axis, T value, ref Vector3<T> direction)
        where T : unmanaged, IReal<T>
    {
        if (axis == 0) direction.X = direction.X + value;
        else if (axis == 1) direction.Y = direction.Y + value;
        else direction.Z = direction.Z + value;
    }

    // How much the loss moves with a basis function.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Weight<T, TSource>(int coefficient, in TSource source, in Vector3<T> color)
        where T : unmanaged, IReal<T>
        where TSource : struct, IShSource<T> =>
        T.FusedMultiplyAdd(color.Z, source.Read(coefficient, 2), T.FusedMultiplyAdd(color.Y, source.Read(coefficient, 1), color.X * source.Read(coefficient, 0)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write<T, TTarget>(int coefficient, T basis, in Vector3<T> color, in TTarget target)
        where T : unmanaged, IReal<T>
        where TTarget : struct, IShTarget<T>
    {
        target.Write(coefficient, 0, basis * color.X);
        target.Write(coefficient, 1, basis * color.Y);
        target.Write(coefficient, 2, basis * color.Z);
    }
}
