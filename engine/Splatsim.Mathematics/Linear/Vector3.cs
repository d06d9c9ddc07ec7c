using System.Runtime.CompilerServices;

namespace Splatsim.Mathematics;

/// <summary>Three numbers: a point, a direction, or the diagonal of a matrix.</summary>
/// <typeparam name="T">The number.</typeparam>
public struct Vector3<T>
    where T : unmanaged, IReal<T>
{
    /// <summary>First component.</summary>
    public T X;

    /// <summary>Second component.</summary>
    public T Y;

    /// <summary>Third component.</summary>
    public T Z;

    /// <summary>A vector of three components.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector3(T x, T y, T z)
    {
        X = x;
        Y = y;
        Z = z;
    }

    /// <summary>Squared Euclidean length.</summary>
    public readonly T LengthSquared
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Dot(this, this);
    }

    /// <summary>Euclidean length; not differentiable at 0 (see <see cref="Norms"/>).</summary>
    public readonly T Length
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => T.Sqrt(LengthSquared);
    }

    /// <summary>The vector divided by its length; NaN for the zero vector.</summary>
    public readonly Vector3<T> Normalized
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (T.One / Length) * this;
    }

    /// <summary>Sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector3<T> operator +(Vector3<T> left, Vector3<T> right) =>
        new(left.X + right.X, left.Y + right.Y, left.Z + right.Z);

    /// <summary>Difference.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector3<T> operator -(Vector3<T> left, Vector3<T> right) =>
        new(left.X - right.X, left.Y - right.Y, left.Z - right.Z);

    /// <summary>Negation.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector3<T> operator -(Vector3<T> value) => new(-value.X, -value.Y, -value.Z);

    /// <summary>Scaling.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector3<T> operator *(T left, Vector3<T> right) => new(left * right.X, left * right.Y, left * right.Z);

    /// <summary>Component by component and lane by lane: one vector where the mask is set, the other elsewhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector3<T> Select(Mask<T> mask, Vector3<T> whenTrue, Vector3<T> whenFalse) => new(
        T.Select(mask, whenTrue.X, whenFalse.X), T.Select(mask, whenTrue.Y, whenFalse.Y), T.Select(mask, whenTrue.Z, whenFalse.Z));

    /// <summary>Inner product.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Dot(Vector3<T> left, Vector3<T> right) =>
        T.FusedMultiplyAdd(left.Z, right.Z, T.FusedMultiplyAdd(left.Y, right.Y, left.X * right.X));

    /// <summary>Cross product, right-handed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector3<T> Cross(Vector3<T> left, Vector3<T> right) =>
        new(
            left.Y * right.Z - left.Z * right.Y,
            left.Z * right.X - left.X * right.Z,
            left.X * right.Y - left.Y * right.X);

    /// <inheritdoc/>
    public override readonly string ToString() => $"({X}, {Y}, {Z})";
}
