using Splatsim.Mathematics;

namespace Splatsim.Coupling;

/// <summary>How the look of a splat follows a deformation gradient.</summary>
public static class SplatDeformation
{
    /// <summary>A deformation gradient as another space sees it: R^T F R.</summary>
    /// <param name="frame">R: turns that space's axes into those of the gradient.</param>
    /// <param name="gradient">F.</param>
    /// <param name="turned">The gradient in that space's axes.</param>
    public static void Turn<T>(in Matrix3x3<T> frame, in Matrix3x3<T> gradient, out Matrix3x3<T> turned)
        where T : unmanaged, IReal<T>
    {
        Matrix3x3<T>.Multiply(in gradient, in frame, out Matrix3x3<T> right);
        Matrix3x3<T> transposed = frame.Transposed;
        Matrix3x3<T>.Multiply(in transposed, in right, out turned);
    }

    /// <summary>Covariance G Sigma0 G^T with G = U clamp(S) V^T of F = U S V^T, and the polar rotation U V^T.</summary>
    /// <param name="gradient">Total deformation gradient F; finite. An inverted one is drawn with the least stretch.</param>
    /// <param name="rest">Covariance at rest.</param>
    /// <param name="bounds">Bounds of the stretch.</param>
    /// <param name="covariance">Covariance now.</param>
    /// <param name="rotation">The rotation whose transpose turns view directions back into the rest state.</param>
    /// <remarks>Xie et al. 2024 (PhysGaussian), equations 9 to 11, with total F and clamped stretch.</remarks>
    public static void Apply<T>(
        in Matrix3x3<T> gradient, in SymmetricMatrix3x3<T> rest, in StretchBounds<T> bounds,
        out SymmetricMatrix3x3<T> covariance, out Matrix3x3<T> rotation)
        where T : unmanaged, IReal<T>
    {
        SingularValues.Decompose(in gradient, out Matrix3x3<T> u, out Vector3<T> s, out Matrix3x3<T> v);
        Matrix3x3<T> transposed = v.Transposed;
        Matrix3x3<T>.Multiply(in u, in transposed, out rotation);
        Vector3<T> drawn = new(bounds.Apply(s.X), bounds.Apply(s.Y), bounds.Apply(s.Z));
        Matrix3x3<T> scaled = Matrix3x3<T>.FromColumns(drawn.X * u.Column0, drawn.Y * u.Column1, drawn.Z * u.Column2);
        Matrix3x3<T>.Multiply(in scaled, in transposed, out Matrix3x3<T> g);
        covariance = SymmetricMatrix3x3<T>.Congruence(in g, in rest);
    }
}
