using System.Runtime.CompilerServices;
using Splatsim.Mathematics;

namespace Splatsim.Rendering;

/// <summary>
/// Reverse of <see cref="ScreenCovariance{T}"/>, <see cref="ProjectedSplat{T}.SetCovariance"/> and the conic's factor. A gradient
/// with respect to C' is held in a <see cref="ScreenCovariance{T}"/>: XY is the derivative by the one number XY, and the
/// determinant is a variable of its own, as it is in the forward formulas.
/// </summary>
public static class ScreenCovarianceAdjoint
{
    /// <summary>From falloff and compensation back to C' before the low pass.</summary>
    /// <remarks>rho^2 = det C'/det C where that is above its minimum.</remarks>
    /// <param name="view">Low pass and the minimum of the compensation are read.</param>
    /// <param name="covariance">C' of the forward pass.</param>
    /// <param name="splat">The projected splat of the forward pass.</param>
    /// <param name="factor">Factor of its conic.</param>
    /// <param name="falloff">The falloff's gradient.</param>
    /// <param name="compensation">Gradient with respect to the compensation; 0 in classic mode.</param>
    /// <param name="gradient">Receives the gradient with respect to C'.</param>
    public static void Falloff<T>(
        in CameraView<T> view, in ScreenCovariance<T> covariance, in ProjectedSplat<T> splat, in ConicFactor<T> factor,
        in FalloffGradient<T> falloff, T compensation, out ScreenCovariance<T> gradient)
        where T : unmanaged, IReal<T>
    {
        gradient = falloff.Covariance(in factor);
        T inverse = T.One / splat.Determinant;
        // The compensation at its minimum depends on nothing; there its divisor may be 0.
        Mask<T> free = covariance.Determinant * inverse > view.MinimumSquaredCompensation;
        T half = T.Select(free, T.FromDouble(0.5) * compensation / T.Select(free, splat.Compensation, T.One), T.Zero) * inverse;
        T determinant = -(half * covariance.Determinant * inverse);
        gradient.XX = T.FusedMultiplyAdd(view.LowPass, determinant, gradient.XX);
        gradient.YY = T.FusedMultiplyAdd(view.LowPass, determinant, gradient.YY);
        gradient.Determinant = determinant + half;
    }

    /// <summary>From C' back to the Jacobian's rows and the factor M of the covariance.</summary>
    /// <param name="gradientU">Gradient of u in world axes, of the forward pass.</param>
    /// <param name="gradientV">Gradient of v in world axes, of the forward pass.</param>
    /// <param name="factor">M with Sigma = M M^T.</param>
    /// <param name="covariance">The gradient with respect to C'.</param>
    /// <param name="rowU">Receives the gradient with respect to <paramref name="gradientU"/>.</param>
    /// <param name="rowV">Receives the gradient with respect to <paramref name="gradientV"/>.</param>
    /// <param name="shape">Receives the gradient with respect to M.</param>
    public static void FromFactor<T>(
        in Vector3<T> gradientU, in Vector3<T> gradientV, in Matrix3x3<T> factor, in ScreenCovariance<T> covariance,
        out Vector3<T> rowU, out Vector3<T> rowV, out Matrix3x3<T> shape)
        where T : unmanaged, IReal<T>
    {
        Matrix3x3<T> transposed = factor.Transposed;
        Vector3<T> r0 = transposed * gradientU, r1 = transposed * gradientV;
        Vector3<T> normal = (covariance.Determinant + covariance.Determinant) * Vector3<T>.Cross(r0, r1);
        Vector3<T> g0 = (covariance.XX + covariance.XX) * r0 + covariance.XY * r1 + Vector3<T>.Cross(r1, normal);
        Vector3<T> g1 = (covariance.YY + covariance.YY) * r1 + covariance.XY * r0 + Vector3<T>.Cross(normal, r0);
        rowU = factor * g0;
        rowV = factor * g1;
        shape = Matrix3x3<T>.Outer(gradientU, g0) + Matrix3x3<T>.Outer(gradientV, g1);
    }

    /// <summary>From C' back to the Jacobian's rows and a covariance that was given itself.</summary>
    /// <param name="gradientU">Gradient of u in world axes, of the forward pass.</param>
    /// <param name="gradientV">Gradient of v in world axes, of the forward pass.</param>
    /// <param name="sigma">Covariance in world axes.</param>
    /// <param name="covariance">The gradient with respect to C'.</param>
    /// <param name="rowU">Receives the gradient with respect to <paramref name="gradientU"/>.</param>
    /// <param name="rowV">Receives the gradient with respect to <paramref name="gradientV"/>.</param>
    /// <param name="world">Receives the symmetric G with dL = sum over all nine (i, j) of G_ij dSigma_ij.</param>
    public static void FromCovariance<T>(
        in Vector3<T> gradientU, in Vector3<T> gradientV, in SymmetricMatrix3x3<T> sigma, in ScreenCovariance<T> covariance,
        out Vector3<T> rowU, out Vector3<T> rowV, out SymmetricMatrix3x3<T> world)
        where T : unmanaged, IReal<T> =>
        FromCovariance<T, Called>(in gradientU, in gradientV, in sigma, in covariance, out rowU, out rowV, out world);

    /// <summary>The same in one piece, for GPU compilers: a call would send its arguments through memory.</summary>
    /// <inheritdoc cref="FromCovariance{T}"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void FromCovarianceInline<T>(
        in Vector3<T> gradientU, in Vector3<T> gradientV, in SymmetricMatrix3x3<T> sigma, in ScreenCovariance<T> covariance,
        out Vector3<T> rowU, out Vector3<T> rowV, out SymmetricMatrix3x3<T> world)
        where T : unmanaged, IReal<T> =>
        FromCovariance<T, Inlined>(in gradientU, in gradientV, in sigma, in covariance, out rowU, out rowV, out world);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FromCovariance<T, TPieces>(
        in Vector3<T> gradientU, in Vector3<T> gradientV, in SymmetricMatrix3x3<T> sigma, in ScreenCovariance<T> covariance,
        out Vector3<T> rowU, out Vector3<T> rowV, out SymmetricMatrix3x3<T> world)
        where T : unmanaged, IReal<T>
        where TPieces : struct, IPieces
    {
        Vector3<T> u = TPieces.Times(in sigma, in gradientU), v = TPieces.Times(in sigma, in gradientV);
        Vector3<T> n = Vector3<T>.Cross(gradientU, gradientV), m = Vector3<T>.Cross(u, v);
        // The determinant is cut at 0, which rounding alone can reach.
        T determinant = T.Select(Vector3<T>.Dot(n, m) > T.Zero, covariance.Determinant, T.Zero);
        Vector3<T> gu = covariance.XX * gradientU + covariance.XY * gradientV + determinant * Vector3<T>.Cross(v, n);
        Vector3<T> gv = covariance.YY * gradientV + determinant * Vector3<T>.Cross(n, u);
        rowU = covariance.XX * u + determinant * Vector3<T>.Cross(gradientV, m) + TPieces.Times(in sigma, in gu);
        rowV = covariance.XY * u + covariance.YY * v + determinant * Vector3<T>.Cross(m, gradientU) + TPieces.Times(in sigma, in gv);
        TPieces.World(in gu, in gradientU, in gv, in gradientV, out world);
    }

    // Symmetric part of gu u^T + gv v^T.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void World<T>(in Vector3<T> gu, in Vector3<T> u, in Vector3<T> gv, in Vector3<T> v, out SymmetricMatrix3x3<T> world)
        where T : unmanaged, IReal<T>
    {
        T half = T.FromDouble(0.5);
        world.XX = gu.X * u.X + gv.X * v.X;
        world.YY = gu.Y * u.Y + gv.Y * v.Y;
        world.ZZ = gu.Z * u.Z + gv.Z * v.Z;
        world.XY = half * (gu.X * u.Y + gu.Y * u.X + gv.X * v.Y + gv.Y * v.X);
        world.XZ = half * (gu.X * u.Z + gu.Z * u.X + gv.X * v.Z + gv.Z * v.X);
        world.YZ = half * (gu.Y * u.Z + gu.Z * u.Y + gv.Y * v.Z + gv.Z * v.Y);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector3<T> Times<T>(in SymmetricMatrix3x3<T> m, in Vector3<T> v)
        where T : unmanaged, IReal<T> =>
        new(
            T.FusedMultiplyAdd(m.XZ, v.Z, T.FusedMultiplyAdd(m.XY, v.Y, m.XX * v.X)),
            T.FusedMultiplyAdd(m.YZ, v.Z, T.FusedMultiplyAdd(m.YY, v.Y, m.XY * v.X)),
            T.FusedMultiplyAdd(m.ZZ, v.Z, T.FusedMultiplyAdd(m.YZ, v.Y, m.XZ * v.X)));

    // What the processor's compiler has to call, because together it would exceed what that keeps in registers.
    private interface IPieces
    {
        static abstract Vector3<T> Times<T>(in SymmetricMatrix3x3<T> m, in Vector3<T> v)
            where T : unmanaged, IReal<T>;

        static abstract void World<T>(in Vector3<T> gu, in Vector3<T> u, in Vector3<T> gv, in Vector3<T> v, out SymmetricMatrix3x3<T> world)
            where T : unmanaged, IReal<T>;
    }

    private readonly struct Called : IPieces
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        public static Vector3<T> Times<T>(in SymmetricMatrix3x3<T> m, in Vector3<T> v)
            where T : unmanaged, IReal<T> => ScreenCovarianceAdjoint.Times(in m, in v);

        [MethodImpl(MethodImplOptions.NoInlining)]
        public static void World<T>(in Vector3<T> gu, in Vector3<T> u, in Vector3<T> gv, in Vector3<T> v, out SymmetricMatrix3x3<T> world)
            where T : unmanaged, IReal<T> => ScreenCovarianceAdjoint.World(in gu, in u, in gv, in v, out world);
    }

    private readonly struct Inlined : IPieces
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector3<T> Times<T>(in SymmetricMatrix3x3<T> m, in Vector3<T> v)
            where T : unmanaged, IReal<T> => ScreenCovarianceAdjoint.Times(in m, in v);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void World<T>(in Vector3<T> gu, in Vector3<T> u, in Vector3<T> gv, in Vector3<T> v, out SymmetricMatrix3x3<T> world)
            where T : unmanaged, IReal<T> => ScreenCovarianceAdjoint.World(in gu, in u, in gv, in v, out world);
    }
}
