using System.Runtime.CompilerServices;

namespace Splatsim.Mathematics;

/// <summary>A quaternion w + xi + yj + zk; rotations use unit quaternions, and q and -q are the same rotation.</summary>
/// <typeparam name="T">The number.</typeparam>
public struct Quaternion<T>
    where T : unmanaged, IReal<T>
{
    /// <summary>Real part.</summary>
    public T W;

    /// <summary>i part.</summary>
    public T X;

    /// <summary>j part.</summary>
    public T Y;

    /// <summary>k part.</summary>
    public T Z;

    /// <summary>A quaternion of four parts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Quaternion(T w, T x, T y, T z)
    {
        W = w;
        X = x;
        Y = y;
        Z = z;
    }

    /// <summary>The rotation that leaves everything in place.</summary>
    public static Quaternion<T> Identity => new(T.One, T.Zero, T.Zero, T.Zero);

    /// <summary>Squared norm.</summary>
    public readonly T SquaredNorm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => W * W + X * X + Y * Y + Z * Z;
    }

    /// <summary>The quaternion divided by its norm; NaN for 0.</summary>
    public readonly Quaternion<T> Normalized
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            T s = T.One / T.Sqrt(SquaredNorm);
            return new(W * s, X * s, Y * s, Z * s);
        }
    }

    /// <summary>The rotation matrix of a unit quaternion.</summary>
    public readonly Matrix3x3<T> ToMatrix()
    {
        T two = T.FromDouble(2);
        return Matrix3x3<T>.FromRows(
            new(T.One - two * (Y * Y + Z * Z), two * (X * Y - W * Z), two * (X * Z + W * Y)),
            new(two * (X * Y + W * Z), T.One - two * (X * X + Z * Z), two * (Y * Z - W * X)),
            new(two * (X * Z - W * Y), two * (Y * Z + W * X), T.One - two * (X * X + Y * Y)));
    }

    /// <summary>The unit quaternion of a rotation matrix, with W at least 0.</summary>
    /// <remarks>Shepperd 1978: the largest of the four parts is taken from the diagonal, the rest by differences.</remarks>
    public static Quaternion<T> FromMatrix(in Matrix3x3<T> m)
    {
        T one = T.One;
        T w = one + m.M00 + m.M11 + m.M22;
        T x = one + m.M00 - m.M11 - m.M22;
        T y = one - m.M00 + m.M11 - m.M22;
        T z = one - m.M00 - m.M11 + m.M22;
        T a = m.M21 - m.M12, b = m.M02 - m.M20, c = m.M10 - m.M01;
        T d = m.M01 + m.M10, e = m.M02 + m.M20, f = m.M12 + m.M21;
        Quaternion<T> best = new(w, a, b, c);
        T largest = w;
        Take(x > largest, x, new(a, x, d, e), ref largest, ref best);
        Take(y > largest, y, new(b, d, y, f), ref largest, ref best);
        Take(z > largest, z, new(c, e, f, z), ref largest, ref best);
        Mask<T> flip = best.W < T.Zero;
        T s = T.One / T.Sqrt(best.SquaredNorm);
        s = T.Select(flip, -s, s);
        return new(best.W * s, best.X * s, best.Y * s, best.Z * s);
    }

    /// <summary>Rotation by an angle about an axis.</summary>
    /// <param name="axis">Unit axis.</param>
    /// <param name="angle">Angle [rad], counter-clockwise seen from the tip of the axis.</param>
    public static Quaternion<T> FromAxisAngle(Vector3<T> axis, double angle)
    {
        Vector3<T> v = T.FromDouble(Math.Sin(angle / 2)) * axis;
        return new(T.FromDouble(Math.Cos(angle / 2)), v.X, v.Y, v.Z);
    }

    /// <summary>Composition: first the right rotation, then the left one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Quaternion<T> operator *(Quaternion<T> left, Quaternion<T> right) =>
        new(
            left.W * right.W - left.X * right.X - left.Y * right.Y - left.Z * right.Z,
            left.W * right.X + left.X * right.W + left.Y * right.Z - left.Z * right.Y,
            left.W * right.Y - left.X * right.Z + left.Y * right.W + left.Z * right.X,
            left.W * right.Z + left.X * right.Y - left.Y * right.X + left.Z * right.W);

    /// <inheritdoc/>
    public override readonly string ToString() => $"({W}; {X}, {Y}, {Z})";

    private static void Take(Mask<T> better, T value, Quaternion<T> candidate, ref T largest, ref Quaternion<T> best)
    {
        largest = T.Select(better, value, largest);
        best = new(
            T.Select(better, candidate.W, best.W),
            T.Select(better, candidate.X, best.X),
            T.Select(better, candidate.Y, best.Y),
            T.Select(better, candidate.Z, best.Z));
    }
}
