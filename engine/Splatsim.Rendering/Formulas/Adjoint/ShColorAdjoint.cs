using Splatsim.Mathematics;

namespace Splatsim.Rendering;

/// <summary>Reverse of <see cref="ShColor"/>.</summary>
public static class ShColorAdjoint
{
    /// <summary>From the colour before the clamp back to the coefficients and the direction.</summary>
    /// <param name="d">Unit direction of the forward pass.</param>
    /// <param name="degree">0 to 3.</param>
    /// <param name="source">The coefficients.</param>
    /// <param name="color">Gradient with respect to red, green, blue before the clamp.</param>
    /// <param name="target">Receives the coefficients' gradient, added.</param>
    /// <returns>Gradient with respect to the direction as a free vector.</returns>
    public static Vector3<T> Evaluate<T, TSource, TTarget>(
        in Vector3<T> d, int degree, in TSource source, in Vector3<T> color, in TTarget target)
        where T : unmanaged, IReal<T>
        where TSource : struct, IShSource<T>
        where TTarget : struct, IShTarget<T>
    {
        Add(0, T.FromDouble(ShBasis.Constant), in color, in target);
        if (degree < 1) return new(T.Zero, T.Zero, T.Zero);
        ShBasis.First(in d, out T b1, out T b2, out T b3);
        Add(1, b1, in color, in target);
        Add(2, b2, in color, in target);
        Add(3, b3, in color, in target);
        if (degree >= 2)
        {
            ShBasis.Second(in d, out T b4, out T b5, out T b6, out T b7, out T b8);
            Add(4, b4, in color, in target);
            Add(5, b5, in color, in target);
            Add(6, b6, in color, in target);
            Add(7, b7, in color, in target);
            Add(8, b8, in color, in target);
        }

        if (degree >= 3)
        {
            ShBasis.Third(in d, out T b9, out T b10, out T b11, out T b12, out T b13, out T b14, out T b15);
            Add(9, b9, in color, in target);
            Add(10, b10, in color, in target);
            Add(11, b11, in color, in target);
            Add(12, b12, in color, in target);
            Add(13, b13, in color, in target);
            Add(14, b14, in color, in target);
            Add(15, b15, in color, in target);
        }

        return new(
            Along(in d, 0, degree, in source, in color),
            Along(in d, 1, degree, in source, in color),
            Along(in d, 2, degree, in source, in color));
    }

    // The forward formula itself over dual numbers: its derivative along one axis, weighted by the colour's gradient.
    private static T Along<T, TSource>(in Vector3<T> d, int axis, int degree, in TSource source, in Vector3<T> color)
        where T : unmanaged, IReal<T>
        where TSource : struct, IShSource<T>
    {
        Vector3<Dual<T>> seeded = new(
            new(d.X, axis == 0 ? T.One : T.Zero), new(d.Y, axis == 1 ? T.One : T.Zero), new(d.Z, axis == 2 ? T.One : T.Zero));
        ConstantHarmonics<T, TSource> constant = new(source);
        ShColor.Evaluate(in seeded, degree, in constant, out Vector3<Dual<T>> value);
        return Vector3<T>.Dot(color, new(value.X.Tangent, value.Y.Tangent, value.Z.Tangent));
    }

    private static void Add<T, TTarget>(int coefficient, T basis, in Vector3<T> color, in TTarget target)
        where T : unmanaged, IReal<T>
        where TTarget : struct, IShTarget<T>
    {
        target.Add(coefficient, 0, basis * color.X);
        target.Add(coefficient, 1, basis * color.Y);
        target.Add(coefficient, 2, basis * color.Z);
    }
}
