using System.Runtime.CompilerServices;
using Splatsim.Mathematics;

namespace Splatsim.Rendering;

/// <summary>The covariance C' of a splat in the image, before the low pass, with its determinant [px^2, px^4].</summary>
/// <typeparam name="T">The number.</typeparam>
public struct ScreenCovariance<T>
    where T : unmanaged, IReal<T>
{
    /// <summary>Variance along the columns.</summary>
    public T XX;

    /// <summary>Covariance of columns and rows.</summary>
    public T XY;

    /// <summary>Variance along the rows.</summary>
    public T YY;

    /// <summary>Determinant, found without the cancellation of XX YY - XY^2.</summary>
    public T Determinant;

    /// <summary>C' = J M M^T J^T from the Jacobian's rows in world axes and the factor of the covariance.</summary>
    /// <remarks>The determinant is |r0 x r1|^2 with the rows r0, r1 of J M: exact to rounding for needles.</remarks>
    /// <param name="gradientU">Gradient of u in world axes.</param>
    /// <param name="gradientV">Gradient of v in world axes.</param>
    /// <param name="factor">M with Sigma = M M^T.</param>
    /// <param name="covariance">Receives C'.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void FromFactor(
        in Vector3<T> gradientU, in Vector3<T> gradientV, in Matrix3x3<T> factor, out ScreenCovariance<T> covariance)
    {
        Vector3<T> r0 = TransposedTimes(in factor, in gradientU), r1 = TransposedTimes(in factor, in gradientV);
        covariance.XX = r0.LengthSquared;
        covariance.XY = Vector3<T>.Dot(r0, r1);
        covariance.YY = r1.LengthSquared;
        covariance.Determinant = Vector3<T>.Cross(r0, r1).LengthSquared;
    }

    /// <summary>C' = J Sigma J^T from a covariance that is given itself, as for deformed splats.</summary>
    /// <remarks>The determinant is w^T adj(Sigma) w with w = g_u x g_v (Cauchy-Binet).</remarks>
    /// <param name="gradientU">Gradient of u in world axes.</param>
    /// <param name="gradientV">Gradient of v in world axes.</param>
    /// <param name="sigma">Covariance in world axes [scene units squared].</param>
    /// <param name="covariance">Receives C'.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void FromCovariance(
        in Vector3<T> gradientU, in Vector3<T> gradientV, in SymmetricMatrix3x3<T> sigma, out ScreenCovariance<T> covariance)
    {
        Vector3<T> column0 = new(sigma.XX, sigma.XY, sigma.XZ);
        Vector3<T> column1 = new(sigma.XY, sigma.YY, sigma.YZ);
        Vector3<T> column2 = new(sigma.XZ, sigma.YZ, sigma.ZZ);
        Vector3<T> u = gradientU.X * column0 + gradientU.Y * column1 + gradientU.Z * column2;
        Vector3<T> v = gradientV.X * column0 + gradientV.Y * column1 + gradientV.Z * column2;
        covariance.XX = Vector3<T>.Dot(u, gradientU);
        covariance.XY = Vector3<T>.Dot(u, gradientV);
        covariance.YY = Vector3<T>.Dot(v, gradientV);
        // (g_u x g_v) . ((Sigma g_u) x (Sigma g_v)), because (A u) x (A v) = adj(A)^T (u x v).
        T determinant = Vector3<T>.Dot(Vector3<T>.Cross(gradientU, gradientV), Vector3<T>.Cross(u, v));
        covariance.Determinant = T.Max(determinant, T.Zero);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector3<T> TransposedTimes(in Matrix3x3<T> m, in Vector3<T> v) =>
        new(
            T.FusedMultiplyAdd(m.M20, v.Z, T.FusedMultiplyAdd(m.M10, v.Y, m.M00 * v.X)),
            T.FusedMultiplyAdd(m.M21, v.Z, T.FusedMultiplyAdd(m.M11, v.Y, m.M01 * v.X)),
            T.FusedMultiplyAdd(m.M22, v.Z, T.FusedMultiplyAdd(m.M12, v.Y, m.M02 * v.X)));
}
