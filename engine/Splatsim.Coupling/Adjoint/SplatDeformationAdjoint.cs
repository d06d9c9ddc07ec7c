using Splatsim.Mathematics;

namespace Splatsim.Coupling;

/// <summary>The reverse of <see cref="SplatDeformation"/>: from a drawn splat's look to the deformation gradient that gave it.</summary>
/// <remarks>
/// Both outputs are functions U f(S) V^T of F = U S V^T: f clamps the stretch for the covariance and is 1 for the rotation. With
/// F-bar = U M V^T and K = U^T G-bar V: M_ii = f'(s_i) K_ii, and beside the diagonal M_ij = (a + b)/2 K_ij + (a - b)/2 K_ji with
/// a = (f_i - f_j)/(s_i - s_j), b = (f_i + f_j)/(s_i + s_j). Equal stretches take the slope. Papadopoulo and Lourakis 2000.
/// </remarks>
public static class SplatDeformationAdjoint
{
    /// <summary>The reverse of <see cref="SplatDeformation.Turn"/>.</summary>
    /// <param name="frame">R: turns that space's axes into those of the gradient.</param>
    /// <param name="turned">Derivative by R^T F R.</param>
    /// <returns>Derivative by F: R turned R^T.</returns>
    public static Matrix3x3<T> Turn<T>(in Matrix3x3<T> frame, in Matrix3x3<T> turned)
        where T : unmanaged, IReal<T> => frame * turned * frame.Transposed;

    /// <summary>The reverse of <see cref="SplatDeformation.Apply"/>.</summary>
    /// <param name="gradient">Total deformation gradient F.</param>
    /// <param name="rest">Covariance at rest.</param>
    /// <param name="bounds">Bounds of the stretch; a stretch beyond them has derivative 0, or that of the shrinking of torn splats.</param>
    /// <param name="byCovariance">The symmetric G with dL = sum over all nine (i, j) of G_ij dSigma_ij.</param>
    /// <param name="byRotation">Derivative by the entries of the rotation.</param>
    /// <param name="byGradient">Receives the derivative by F.</param>
    /// <param name="byRest">Receives the symmetric derivative by the covariance at rest.</param>
    public static void Apply<T>(
        in Matrix3x3<T> gradient, in SymmetricMatrix3x3<T> rest, in StretchBounds<T> bounds,
        in SymmetricMatrix3x3<T> byCovariance, in Matrix3x3<T> byRotation,
        out Matrix3x3<T> byGradient, out SymmetricMatrix3x3<T> byRest)
        where T : unmanaged, IReal<T>
    {
        SingularValues.Decompose(in gradient, out Matrix3x3<T> u, out Vector3<T> s, out Matrix3x3<T> v);
        Matrix3x3<T> transposedU = u.Transposed, transposedV = v.Transposed;
        Vector3<T> drawn = new(bounds.Apply(s.X), bounds.Apply(s.Y), bounds.Apply(s.Z));
        Matrix3x3<T> g = Matrix3x3<T>.FromColumns(drawn.X * u.Column0, drawn.Y * u.Column1, drawn.Z * u.Column2) * transposedV;
        // Sigma = G Sigma0 G^T: the derivative by G is 2 (dL/dSigma) G Sigma0.
        Matrix3x3<T> byG = T.FromDouble(2) * (byCovariance.Full * g * rest.Full);
        Matrix3x3<T> k = transposedU * byG * v, r = transposedU * byRotation * v;
        Matrix3x3<T> m = default;
        m.M00 = Slope(s.X, in bounds) * k.M00;
        m.M11 = Slope(s.Y, in bounds) * k.M11;
        m.M22 = Slope(s.Z, in bounds) * k.M22;
        Turn(s.X, s.Y, drawn.X, drawn.Y, in bounds, k.M01, k.M10, r.M01 - r.M10, out m.M01, out m.M10);
        Turn(s.X, s.Z, drawn.X, drawn.Z, in bounds, k.M02, k.M20, r.M02 - r.M20, out m.M02, out m.M20);
        Turn(s.Y, s.Z, drawn.Y, drawn.Z, in bounds, k.M12, k.M21, r.M12 - r.M21, out m.M12, out m.M21);
        byGradient = u * m * transposedV;
        Matrix3x3<T> transposedG = g.Transposed;
        byRest = SymmetricMatrix3x3<T>.Congruence(in transposedG, in byCovariance);
    }

    // The two entries of M beside the diagonal; twist is K_ij - K_ji of the rotation, whose f is 1.
    private static void Turn<T>(
        T si, T sj, T fi, T fj, in StretchBounds<T> bounds, T along, T across, T twist, out T upper, out T lower)
        where T : unmanaged, IReal<T>
    {
        T half = T.FromDouble(0.5), gap = si - sj, sum = si + sj;
        // Below this gap the difference has lost more digits than the slope at the middle is off by.
        T part = T.FromDouble(T.Epsilon < 1e-10 ? 1e-6 : 1e-3);
        Mask<T> close = T.Abs(gap) <= part * T.Max(T.Abs(si), T.Abs(sj));
        T a = T.Select(close, Slope(half * sum, in bounds), (fi - fj) / T.Select(close, T.One, gap));
        // At a sum of 0 matter is being turned inside out, where no rotation has a derivative; a finite one is wanted.
        T least = T.FromDouble(1e-6);
        T safe = T.Select(T.Abs(sum) < least, T.Select(sum < T.Zero, -least, least), sum);
        T b = (fi + fj) / safe, straight = half * (a + b), crossed = half * (a - b);
        upper = straight * along + crossed * across + twist / safe;
        lower = straight * across + crossed * along - twist / safe;
    }

    private static T Slope<T>(T stretch, in StretchBounds<T> bounds)
        where T : unmanaged, IReal<T>
    {
        StretchBounds<Dual<T>> constant;
        constant.Minimum = Dual<T>.Constant(bounds.Minimum);
        constant.Maximum = Dual<T>.Constant(bounds.Maximum);
        constant.ShrinksTorn = Dual<T>.Constant(bounds.ShrinksTorn);
        return constant.Apply(new Dual<T>(stretch, T.One)).Tangent;
    }
}
