using System.Runtime.CompilerServices;

namespace Splatsim.Mathematics;

/// <summary>
/// Signed singular value decomposition of a 3 by 3 matrix: F = U diag(s) V^T with rotations U and V, s descending by
/// magnitude, and the sign of det F on the last value.
/// </summary>
/// <remarks>
/// One-sided (Hestenes 1958) Jacobi on the columns of F. An eigen-decomposition of F^T F would square the condition
/// number and lose small values in single precision. Fixed number of sweeps, no branches: fit for lanes and GPUs.
/// </remarks>
public static class SingularValues
{
    /// <summary>Decomposes a matrix.</summary>
    /// <param name="f">The matrix; finite.</param>
    /// <param name="u">Left singular vectors as columns, a rotation.</param>
    /// <param name="s">Singular values, |X| &gt;= |Y| &gt;= |Z|, X and Y not negative.</param>
    /// <param name="v">Right singular vectors as columns, a rotation.</param>
    public static void Decompose<T>(in Matrix3x3<T> f, out Matrix3x3<T> u, out Vector3<T> s, out Matrix3x3<T> v)
        where T : unmanaged, IReal<T>
    {
        // Entry by entry: as one assignment the copy becomes a call.
        Matrix3x3<T> b;
        b.M00 = f.M00;
        b.M01 = f.M01;
        b.M02 = f.M02;
        b.M10 = f.M10;
        b.M11 = f.M11;
        b.M12 = f.M12;
        b.M20 = f.M20;
        b.M21 = f.M21;
        b.M22 = f.M22;
        v = Matrix3x3<T>.Identity;
        // Convergence is quadratic; these counts leave rounding as the only error for both precisions.
        int sweeps = T.Epsilon < 1e-10 ? 7 : 4;
        for (int sweep = 0; sweep < sweeps; sweep++)
        {
            Rotate(ref b.M00, ref b.M10, ref b.M20, ref b.M01, ref b.M11, ref b.M21, ref v.M00, ref v.M10, ref v.M20, ref v.M01, ref v.M11, ref v.M21);
            Rotate(ref b.M00, ref b.M10, ref b.M20, ref b.M02, ref b.M12, ref b.M22, ref v.M00, ref v.M10, ref v.M20, ref v.M02, ref v.M12, ref v.M22);
            Rotate(ref b.M01, ref b.M11, ref b.M21, ref b.M02, ref b.M12, ref b.M22, ref v.M01, ref v.M11, ref v.M21, ref v.M02, ref v.M12, ref v.M22);
        }

        T first = b.Column0.LengthSquared, second = b.Column1.LengthSquared, third = b.Column2.LengthSquared;
        Order(ref first, ref second, ref b.M00, ref b.M10, ref b.M20, ref b.M01, ref b.M11, ref b.M21, ref v.M00, ref v.M10, ref v.M20, ref v.M01, ref v.M11, ref v.M21);
        Order(ref first, ref third, ref b.M00, ref b.M10, ref b.M20, ref b.M02, ref b.M12, ref b.M22, ref v.M00, ref v.M10, ref v.M20, ref v.M02, ref v.M12, ref v.M22);
        Order(ref second, ref third, ref b.M01, ref b.M11, ref b.M21, ref b.M02, ref b.M12, ref b.M22, ref v.M01, ref v.M11, ref v.M21, ref v.M02, ref v.M12, ref v.M22);
        Assemble(in b, out u, out s);
    }

    // Left vectors from the orthogonal columns, largest first; the third by a cross product, which also carries the sign.
    private static void Assemble<T>(in Matrix3x3<T> b, out Matrix3x3<T> u, out Vector3<T> s)
        where T : unmanaged, IReal<T>
    {
        Vector3<T> column = b.Column0;
        T first = T.Sqrt(column.LengthSquared);
        Vector3<T> u0 = NormalizeOr(column, new(T.One, T.Zero, T.Zero));
        column = b.Column1;
        column -= Vector3<T>.Dot(u0, column) * u0;
        // Where the second value vanishes any unit vector across the first will do: the axis least aligned with it.
        Mask<T> alongX = T.Abs(u0.X) > T.FromDouble(0.6);
        Vector3<T> across = Vector3<T>.Cross(
            u0, new(T.Select(alongX, T.Zero, T.One), T.Select(alongX, T.One, T.Zero), T.Zero));
        Vector3<T> u1 = NormalizeOr(column, across.Normalized);
        Vector3<T> u2 = Vector3<T>.Cross(u0, u1);
        s = new(first, Vector3<T>.Dot(u1, b.Column1), Vector3<T>.Dot(u2, b.Column2));
        u = Matrix3x3<T>.FromColumns(u0, u1, u2);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector3<T> NormalizeOr<T>(Vector3<T> value, Vector3<T> fallback)
        where T : unmanaged, IReal<T>
    {
        T squared = value.LengthSquared;
        Mask<T> usable = squared > T.FromDouble(1e-36);
        T factor = T.One / T.Sqrt(T.Select(usable, squared, T.One));
        return new(
            T.Select(usable, factor * value.X, fallback.X),
            T.Select(usable, factor * value.Y, fallback.Y),
            T.Select(usable, factor * value.Z, fallback.Z));
    }

    // One Jacobi rotation that makes columns p and q of B orthogonal, applied to V too.
    private static void Rotate<T>(
        ref T bp0, ref T bp1, ref T bp2, ref T bq0, ref T bq1, ref T bq2,
        ref T vp0, ref T vp1, ref T vp2, ref T vq0, ref T vq1, ref T vq2)
        where T : unmanaged, IReal<T>
    {
        T alpha = T.FusedMultiplyAdd(bp2, bp2, T.FusedMultiplyAdd(bp1, bp1, bp0 * bp0));
        T beta = T.FusedMultiplyAdd(bq2, bq2, T.FusedMultiplyAdd(bq1, bq1, bq0 * bq0));
        T gamma = T.FusedMultiplyAdd(bp2, bq2, T.FusedMultiplyAdd(bp1, bq1, bp0 * bq0));
        T difference = beta - alpha;
        T twice = gamma + gamma;
        T square = twice * twice;
        // tan = twice / wide, written so that only two square roots and one division wait for each other.
        T wide = T.Abs(difference) + T.Sqrt(T.FusedMultiplyAdd(difference, difference, square));
        T squaredHypotenuse = T.FusedMultiplyAdd(wide, wide, square);
        // Two columns whose squares underflow have no angle; they stay as they are.
        Mask<T> usable = squaredHypotenuse > T.FromDouble(T.Epsilon < 1e-10 ? 1e-290 : 1e-36);
        T hypotenuse = T.Sqrt(T.Select(usable, squaredHypotenuse, T.One));
        T opposite = T.Select(usable, T.Select(difference < T.Zero, -twice, twice), T.Zero);
        T sine = opposite / hypotenuse;
        // As corrections to the old values: late rotations are tiny, and then nothing that is already right is rounded again.
        T half = opposite / (hypotenuse + wide);
        Turn(ref bp0, ref bq0, half, sine);
        Turn(ref bp1, ref bq1, half, sine);
        Turn(ref bp2, ref bq2, half, sine);
        Turn(ref vp0, ref vq0, half, sine);
        Turn(ref vp1, ref vq1, half, sine);
        Turn(ref vp2, ref vq2, half, sine);
    }

    // half = tan of half the angle: cos = 1 - sin half.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Turn<T>(ref T p, ref T q, T half, T sine)
        where T : unmanaged, IReal<T>
    {
        T old = p;
        p = T.FusedMultiplyAdd(-sine, T.FusedMultiplyAdd(half, p, q), p);
        q = T.FusedMultiplyAdd(sine, T.FusedMultiplyAdd(-half, q, old), q);
    }

    // Swaps two columns where the second is longer; one changes sign, so that V stays a rotation.
    private static void Order<T>(
        ref T lengthP, ref T lengthQ,
        ref T bp0, ref T bp1, ref T bp2, ref T bq0, ref T bq1, ref T bq2,
        ref T vp0, ref T vp1, ref T vp2, ref T vq0, ref T vq1, ref T vq2)
        where T : unmanaged, IReal<T>
    {
        Mask<T> swap = lengthQ > lengthP;
        T longer = T.Select(swap, lengthQ, lengthP);
        lengthQ = T.Select(swap, lengthP, lengthQ);
        lengthP = longer;
        Swap(swap, ref bp0, ref bq0);
        Swap(swap, ref bp1, ref bq1);
        Swap(swap, ref bp2, ref bq2);
        Swap(swap, ref vp0, ref vq0);
        Swap(swap, ref vp1, ref vq1);
        Swap(swap, ref vp2, ref vq2);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Swap<T>(Mask<T> swap, ref T p, ref T q)
        where T : unmanaged, IReal<T>
    {
        T first = T.Select(swap, q, p);
        q = T.Select(swap, -p, q);
        p = first;
    }
}
