using System.Runtime.CompilerServices;

namespace Splatsim.Mathematics;

/// <summary>Polar decomposition F = R S: the rotation nearest to a matrix.</summary>
public static class PolarDecomposition
{
    // Quadratic convergence: 8 steps serve every F whose smallest stretch is above about 0.02 of its largest.
    private const int Steps = 8;

    /// <summary>The rotation factor R = U V^T; a rotation even where det F is negative.</summary>
    /// <remarks>
    /// Newton's iteration R &lt;- (R + R^-T)/2 (Higham 1986, "Computing the polar decomposition"); what it cannot do in a
    /// few steps, mirrored and nearly flat matrices, goes through the singular value decomposition. Every lane takes its own number of steps,
    /// so that it does not depend on its neighbours.
    /// </remarks>
    /// <param name="f">The matrix; finite.</param>
    /// <param name="rotation">The nearest rotation.</param>
    public static void Rotation<T>(in Matrix3x3<T> f, out Matrix3x3<T> rotation)
        where T : unmanaged, IReal<T>
    {
        // Column by column, in registers: a plain assignment is a call that copies memory.
        rotation = Matrix3x3<T>.FromColumns(f.Column0, f.Column1, f.Column2);
        // A step that changes R by sqrt(epsilon) leaves an error of epsilon / 2.
        T tolerance = T.FromDouble(T.Epsilon);
        Mask<T> open = f.Determinant > T.Zero;
        Mask<T> failed = !open;
        for (int step = 0; step < Steps && T.Any(open); step++) open = Step(ref rotation, open, tolerance);
        failed |= open;
        if (T.Any(failed)) Decompose(in f, failed, ref rotation);
    }

    // One step where the mask is set; the result is set where the step was still a large one.
    private static Mask<T> Step<T>(ref Matrix3x3<T> r, Mask<T> open, T tolerance)
        where T : unmanaged, IReal<T>
    {
        Vector3<T> first = r.Column0, second = r.Column1, third = r.Column2;
        Vector3<T> x = Vector3<T>.Cross(second, third), y = Vector3<T>.Cross(third, first), z = Vector3<T>.Cross(first, second);
        T half = T.FromDouble(0.5), inverse = half / Vector3<T>.Dot(first, x);
        x = Change(first, x, half, inverse, open);
        y = Change(second, y, half, inverse, open);
        z = Change(third, z, half, inverse, open);
        r = Matrix3x3<T>.FromColumns(first + x, second + y, third + z);
        T squares = x.LengthSquared + y.LengthSquared + z.LengthSquared;
        return open & !(squares <= tolerance);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector3<T> Change<T>(Vector3<T> column, Vector3<T> cofactor, T half, T inverse, Mask<T> open)
        where T : unmanaged, IReal<T> =>
        new(
            T.Select(open, T.FusedMultiplyAdd(inverse, cofactor.X, -(half * column.X)), T.Zero),
            T.Select(open, T.FusedMultiplyAdd(inverse, cofactor.Y, -(half * column.Y)), T.Zero),
            T.Select(open, T.FusedMultiplyAdd(inverse, cofactor.Z, -(half * column.Z)), T.Zero));

    private static void Decompose<T>(in Matrix3x3<T> f, Mask<T> where, ref Matrix3x3<T> rotation)
        where T : unmanaged, IReal<T>
    {
        SingularValues.Decompose(in f, out Matrix3x3<T> u, out _, out Matrix3x3<T> v);
        Matrix3x3<T> transposed = v.Transposed;
        Matrix3x3<T>.Multiply(in u, in transposed, out Matrix3x3<T> exact);
        Matrix3x3<T>.Replace(where, in exact, ref rotation);
    }
}
