using Splatsim.Mathematics;

namespace Splatsim.Simulation;

/// <summary>Rotations by vectors: direction is the axis, length the angle [rad].</summary>
internal static class Rotations
{
    /// <summary>The rotation by a vector.</summary>
    public static Quaternion<Real64> FromVector(Vector3<Real64> turn)
    {
        double angle = turn.Length.Value;
        // sin(a/2)/a, whose series is exact to rounding below.
        double factor = angle < 1e-4 ? 0.5 - angle * angle / 48 : Math.Sin(0.5 * angle) / angle;
        Vector3<Real64> v = new Real64(factor) * turn;
        return new(Math.Cos(0.5 * angle), v.X, v.Y, v.Z);
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
    public static Quaternion<Real64> Inverse(Quaternion<Real64> q) => new(q.W, -q.X, -q.Y, -q.Z);

    /// <summary>The matrix of the cross product with a vector.</summary>
    public static Matrix3x3<Real64> Cross(Vector3<Real64> w) =>
        Matrix3x3<Real64>.FromRows(new(0, -w.Z, w.Y), new(w.Z, 0, -w.X), new(-w.Y, w.X, 0));
}
