using Splatsim.Mathematics;

namespace Splatsim.Coupling;

/// <summary>
/// One point that follows some particles: the best affine fit of where they went. Lengths are in any one unit.
/// </summary>
/// <remarks>
/// F = A B^-1 with A = sum w (x - xm)(X - Xm)^T, B = sum w (X - Xm)(X - Xm)^T; x' = xm + F (X' - Xm). Neighbours that lie
/// (nearly) in a plane fix only two directions; the third follows as the normal of the moved plane.
/// Mueller et al. 2004, "Point based animation of elastic, plastic and melting objects", section 3.2.
/// </remarks>
/// <typeparam name="T">The number.</typeparam>
internal struct AffineFit<T>
    where T : unmanaged, IReal<T>
{
    /// <summary>The point at rest from the weighted mean of its particles at rest.</summary>
    public Vector3<T> Offset;

    /// <summary>B^-1, or of a plane its inverse within the plane.</summary>
    public SymmetricMatrix3x3<T> Inverse;

    /// <summary>Two unit directions of the plane.</summary>
    public Vector3<T> First, Second;

    /// <summary>The plane's unit normal; the zero vector where the particles are no plane.</summary>
    public Vector3<T> Normal;

    /// <summary>Adds one particle to A.</summary>
    /// <param name="rest">At rest, from the mean at rest.</param>
    /// <param name="now">Now, from the mean now.</param>
    /// <param name="weight">Its weight.</param>
    /// <param name="moment">A.</param>
    public static void Add(in Vector3<T> rest, in Vector3<T> now, T weight, ref Matrix3x3<T> moment) =>
        moment += weight * Matrix3x3<T>.Outer(now, rest);

    /// <summary>The deformation gradient, and where the point is from the mean now.</summary>
    public readonly void Solve(in Matrix3x3<T> moment, out Vector3<T> offset, out Matrix3x3<T> gradient)
    {
        gradient = moment * Inverse.Full;
        Vector3<T> normal = Vector3<T>.Cross(gradient * First, gradient * Second);
        T squared = normal.LengthSquared;
        T factor = T.Select(squared > T.Zero, T.One / T.Sqrt(T.Select(squared > T.Zero, squared, T.One)), T.Zero);
        gradient += Matrix3x3<T>.Outer(factor * normal, Normal);
        offset = gradient * Offset;
    }

    /// <summary>The reverse of <see cref="Solve"/>.</summary>
    /// <param name="moment">A.</param>
    /// <param name="byOffset">Derivative by where the point is from the mean now.</param>
    /// <param name="byGradient">Derivative by the deformation gradient.</param>
    /// <returns>Derivative by A.</returns>
    public readonly Matrix3x3<T> SolveAdjoint(in Matrix3x3<T> moment, in Vector3<T> byOffset, in Matrix3x3<T> byGradient)
    {
        Matrix3x3<T> inverse = Inverse.Full, plane = moment * inverse, total = byGradient + Matrix3x3<T>.Outer(byOffset, Offset);
        Vector3<T> first = plane * First, second = plane * Second, normal = Vector3<T>.Cross(first, second);
        T squared = normal.LengthSquared;
        Mask<T> spans = squared > T.Zero;
        T factor = T.Select(spans, T.One / T.Sqrt(T.Select(spans, squared, T.One)), T.Zero);
        Vector3<T> unit = factor * normal, byUnit = total * Normal;
        Vector3<T> byNormal = factor * (byUnit - Vector3<T>.Dot(unit, byUnit) * unit);
        total += Matrix3x3<T>.Outer(Vector3<T>.Cross(second, byNormal), First) + Matrix3x3<T>.Outer(Vector3<T>.Cross(byNormal, first), Second);
        return total * inverse;
    }
}
