using System.Runtime.CompilerServices;
using Splatsim.Mathematics;

namespace Splatsim.Rendering;

/// <summary>Colour of a splat seen from a direction: 0.5 + sum of k_i B_i(d), before the clamp at 0.</summary>
/// <remarks>Kerbl et al. 2023, section 5; the basis is <see cref="ShBasis"/>.</remarks>
public static class ShColor
{
    /// <summary>The highest degree that is drawn.</summary>
    public const int MaximumDegree = 3;

    /// <summary>Evaluates the colour.</summary>
    /// <param name="d">Unit direction from the camera to the splat, in the axes of the coefficients.</param>
    /// <param name="degree">0 to 3.</param>
    /// <param name="source">The coefficients.</param>
    /// <param name="color">Receives red, green, blue; may be negative.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Evaluate<T, TSource>(in Vector3<T> d, int degree, in TSource source, out Vector3<T> color)
        where T : unmanaged, IReal<T>
        where TSource : struct, IShSource<T>
    {
        color = Plain<T, TSource>(in source);
        if (degree >= 1) AddFirst(in d, in source, ref color);
        if (degree >= 2) AddSecond(in d, in source, ref color);
        if (degree >= 3) AddThird(in d, in source, ref color);
    }

    /// <summary>The same in one piece, for GPU compilers: a call would send the colour through memory.</summary>
    /// <inheritdoc cref="Evaluate"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void EvaluateInline<T, TSource>(in Vector3<T> d, int degree, in TSource source, out Vector3<T> color)
        where T : unmanaged, IReal<T>
        where TSource : struct, IShSource<T>
    {
        color = Plain<T, TSource>(in source);
        if (degree >= 1) FirstTerms(in d, in source, ref color);
        if (degree >= 2) SecondTerms(in d, in source, ref color);
        if (degree >= 3) ThirdTerms(in d, in source, ref color);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector3<T> Plain<T, TSource>(in TSource source)
        where T : unmanaged, IReal<T>
        where TSource : struct, IShSource<T>
    {
        T constant = T.FromDouble(ShBasis.Constant), half = T.FromDouble(0.5);
        return new(
            T.FusedMultiplyAdd(constant, source.Read(0, 0), half),
            T.FusedMultiplyAdd(constant, source.Read(0, 1), half),
            T.FusedMultiplyAdd(constant, source.Read(0, 2), half));
    }

    // One method per degree: together they would exceed what the compiler keeps in registers and inlines.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void AddFirst<T, TSource>(in Vector3<T> d, in TSource source, ref Vector3<T> color)
        where T : unmanaged, IReal<T>
        where TSource : struct, IShSource<T> => FirstTerms(in d, in source, ref color);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FirstTerms<T, TSource>(in Vector3<T> d, in TSource source, ref Vector3<T> color)
        where T : unmanaged, IReal<T>
        where TSource : struct, IShSource<T>
    {
        ShBasis.First(in d, out T b1, out T b2, out T b3);
        Add(1, b1, in source, ref color);
        Add(2, b2, in source, ref color);
        Add(3, b3, in source, ref color);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void AddSecond<T, TSource>(in Vector3<T> d, in TSource source, ref Vector3<T> color)
        where T : unmanaged, IReal<T>
        where TSource : struct, IShSource<T> => SecondTerms(in d, in source, ref color);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SecondTerms<T, TSource>(in Vector3<T> d, in TSource source, ref Vector3<T> color)
        where T : unmanaged, IReal<T>
        where TSource : struct, IShSource<T>
    {
        ShBasis.Second(in d, out T b4, out T b5, out T b6, out T b7, out T b8);
        Add(4, b4, in source, ref color);
        Add(5, b5, in source, ref color);
        Add(6, b6, in source, ref color);
        Add(7, b7, in source, ref color);
        Add(8, b8, in source, ref color);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void AddThird<T, TSource>(in Vector3<T> d, in TSource source, ref Vector3<T> color)
        where T : unmanaged, IReal<T>
        where TSource : struct, IShSource<T> => ThirdTerms(in d, in source, ref color);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ThirdTerms<T, TSource>(in Vector3<T> d, in TSource source, ref Vector3<T> color)
        where T : unmanaged, IReal<T>
        where TSource : struct, IShSource<T>
    {
        ShBasis.Third(in d, out T b9, out T b10, out T b11, out T b12, out T b13, out T b14, out T b15);
        Add(9, b9, in source, ref color);
        Add(10, b10, in source, ref color);
        Add(11, b11, in source, ref color);
        Add(12, b12, in source, ref color);
        Add(13, b13, in source, ref color);
        Add(14, b14, in source, ref color);
        Add(15, b15, in source, ref color);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<T, TSource>(int coefficient, T basis, in TSource source, ref Vector3<T> color)
        where T : unmanaged, IReal<T>
        where TSource : struct, IShSource<T>
    {
        color.X = T.FusedMultiplyAdd(basis, source.Read(coefficient, 0), color.X);
        color.Y = T.FusedMultiplyAdd(basis, source.Read(coefficient, 1), color.Y);
        color.Z = T.FusedMultiplyAdd(basis, source.Read(coefficient, 2), color.Z);
    }
}
