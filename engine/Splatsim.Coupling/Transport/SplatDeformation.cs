using Splatsim.Mathematics;

namespace Splatsim.Coupling;

/// <summary>How the look of a splat follows a deformation gradient.</summary>
public static class SplatDeformation
{
    /// <summary>Covariance G Sigma0 G^T with G = U clamp(S) V^T of F = U S V^T, and the polar rotation U V^T.</summary>
    /// <param name="gradient">Total deformation gradient F; finite. An inverted one is drawn with the least stretch.</param>
    /// <param name="rest">Covariance at rest.</param>
    /// <param name="minimum">Least stretch.</param>
    /// <param name="maximum">Greatest stretch.</param>
    /// <param name="covariance">Covariance now.</param>
    /// <param name="rotation">The rotation whose transpose turns view directions back into the rest state.</param>
    /// <remarks>Xie et al. 2024 (PhysGaussian), equations 9 to 11, with total F and clamped stretch.</remarks>
    public static void Apply<T>(
        in Matrix3x3<T> gradient, in SymmetricMatrix3x3<T> rest, T minimum, T maximum,
        out SymmetricMatrix3x3<T> covariance, out Matrix3x3<T> rotation)
        where T : unmanaged, IReal<T>
    {
        SingularValues.Decompose(in gradient, out Matrix3x3<T> u, out Vector3<T> s, out Matrix3x3<T> v);
        Matrix3x3<T> transposed = v.Transposed;
        Matrix3x3<T>.Multiply(in u, in transposed, out rotation);
        Stretch(in u, in s, in transposed, minimum, maximum, out Matrix3x3<T> g);
        covariance = SymmetricMatrix3x3<T>.Congruence(in g, in rest);
    }

    private static void Stretch<T>(
        in Matrix3x3<T> u, in Vector3<T> s, in Matrix3x3<T> transposed, T minimum, T maximum, out Matrix3x3<T> g)
        where T : unmanaged, IReal<T>
    {
        T x = T.Min(T.Max(s.X, minimum), maximum);
        T y = T.Min(T.Max(s.Y, minimum), maximum);
        T z = T.Min(T.Max(s.Z, minimum), maximum);
        Matrix3x3<T> scaled = Matrix3x3<T>.FromColumns(x * u.Column0, y * u.Column1, z * u.Column2);
        Matrix3x3<T>.Multiply(in scaled, in transposed, out g);
    }
}
