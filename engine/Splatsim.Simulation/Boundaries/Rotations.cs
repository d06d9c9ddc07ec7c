using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>Rotations by vectors: direction is the axis, length the angle [rad].</summary>
internal static class Rotations
{
    /// <summary>The rotation by a vector.</summary>
    public static Quaternion<T> FromVector<T>(Vector3<T> turn)
        where T : unmanaged, IReal<T>
    {
        T squared = turn.LengthSquared;
        double square = Scalars.ToDouble(squared), angle = Math.Sqrt(square);
        // sin(a/2)/a, whose series is exact to rounding below, and its slope by a^2.
        double factor = angle < 1e-4 ? 0.5 - angle * angle / 48 : Math.Sin(0.5 * angle) / angle;
        double slope = angle < 1e-2
            ? -1.0 / 48 + square / 1920 - square * square / 215040
            : (0.5 * angle * Math.Cos(0.5 * angle) - Math.Sin(0.5 * angle)) / (2 * angle * square);
        Vector3<T> v = WithSlope(factor, slope, squared) * turn;
        return new(WithSlope(Math.Cos(0.5 * angle), -0.25 * factor, squared), v.X, v.Y, v.Z);
    }

    /// <summary>The vector of a rotation, at most pi long.</summary>
    public static Vector3<Real64> ToVector(Quaternion<Real64> q)
    {
        double sign = q.W.Value < 0 ? -1 : 1;
        Vector3<Real64> v = new Real64(sign) * new Vector3<Real64>(q.X, q.Y, q.Z);
        double sine = v.Length.Value, cosine = sign * q.W.Value;
        double factor = sine < 1e-9 ? 2 / cosine : 2 * Math.Atan2(sine, cosine) / sine;
        return new Real64(factor) * v;
    }

    /// <summary>The inverse of a unit quaternion.</summary>
    public static Quaternion<T> Inverse<T>(Quaternion<T> q)
        where T : unmanaged, IReal<T> => new(q.W, -q.X, -q.Y, -q.Z);

    /// <summary>The matrix of the cross product with a vector.</summary>
    public static Matrix3x3<T> Cross<T>(Vector3<T> w)
        where T : unmanaged, IReal<T> =>
        Matrix3x3<T>.FromRows(new(T.Zero, -w.Z, w.Y), new(w.Z, T.Zero, -w.X), new(-w.Y, w.X, T.Zero));

    // A function of a number whose value and slope are known: exactly the value, for numbers that have no slope.
    private static T WithSlope<T>(double value, double slope, T at)
        where T : unmanaged, IReal<T> => T.FromDouble(value) + T.FromDouble(slope) * (at - T.FromDouble(Scalars.ToDouble(at)));
}
