using System.Runtime.CompilerServices;
using Splatsim.Mathematics;

namespace Splatsim.Rendering;

/// <summary>The shape of a splat in the world from its stored rotation and log-scales.</summary>
/// <remarks>Kerbl et al. 2023, eq. 6: Sigma = R S S^T R^T.</remarks>
public static class SplatShape
{
    /// <summary>The factor M = Q diag(exp(s)) of the covariance Sigma = M M^T [scene units].</summary>
    /// <param name="rotation">Quaternion; need not be normalised.</param>
    /// <param name="logScale">Natural logarithms of the standard deviations.</param>
    /// <param name="factor">Receives M.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Factor<T>(in Quaternion<T> rotation, in Vector3<T> logScale, out Matrix3x3<T> factor)
        where T : unmanaged, IReal<T>
    {
        // 2 q_i q_j / |q|^2: no square root, and any norm will do.
        T s = T.FromDouble(2) / rotation.SquaredNorm;
        T w = rotation.W * s, x = rotation.X * s, y = rotation.Y * s;
        T wx = w * rotation.X, wy = w * rotation.Y, wz = w * rotation.Z;
        T xx = x * rotation.X, xy = x * rotation.Y, xz = x * rotation.Z;
        T yy = y * rotation.Y, yz = y * rotation.Z, zz = rotation.Z * s * rotation.Z;
        T sx = T.Exp(logScale.X), sy = T.Exp(logScale.Y), sz = T.Exp(logScale.Z);
        factor.M00 = (T.One - (yy + zz)) * sx;
        factor.M01 = (xy - wz) * sy;
        factor.M02 = (xz + wy) * sz;
        factor.M10 = (xy + wz) * sx;
        factor.M11 = (T.One - (xx + zz)) * sy;
        factor.M12 = (yz - wx) * sz;
        factor.M20 = (xz - wy) * sx;
        factor.M21 = (yz + wx) * sy;
        factor.M22 = (T.One - (xx + yy)) * sz;
    }

    /// <summary>Opacity from its logit: 1/(1 + exp(-x)); exact 0 and 1 for infinite logits.</summary>
    /// <param name="logit">Opacity logit.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Opacity<T>(T logit)
        where T : unmanaged, IReal<T> => T.One / (T.One + T.Exp(-logit));
}
