using Splatsim.Mathematics;

namespace Splatsim.Rendering;

/// <summary>Reverse of carrying a splat along a deformation gradient F: Sigma = F Sigma0 F^T, colours seen through its rotation.</summary>
public static class DeformationAdjoint
{
    /// <summary>From the moved covariance back to F, with the rotation held.</summary>
    /// <param name="deformation">F.</param>
    /// <param name="rest">Sigma0, the covariance at rest.</param>
    /// <param name="covariance">The symmetric gradient with respect to Sigma, as <see cref="ScreenCovarianceAdjoint.FromCovariance"/> gives it.</param>
    /// <returns>2 G F Sigma0.</returns>
    public static Matrix3x3<T> Covariance<T>(
        in Matrix3x3<T> deformation, in SymmetricMatrix3x3<T> rest, in SymmetricMatrix3x3<T> covariance)
        where T : unmanaged, IReal<T> => T.FromDouble(2) * (covariance.Full * deformation * rest.Full);

    /// <summary>From the polar rotation of F back to F.</summary>
    /// <remarks>
    /// With F = R U and R' = R omega^: (tr U I - U) omega = axial(R^T F' - F'^T R), so that the gradient is R y^ with
    /// (tr U I - U) y = axial(R^T G - G^T R). Differentiate dF^T R + F^T dR, which is symmetric.
    /// </remarks>
    /// <param name="deformation">F; det F is positive.</param>
    /// <param name="rotation">Its polar rotation R.</param>
    /// <param name="gradient">G, the gradient with respect to the entries of R.</param>
    public static Matrix3x3<T> Rotation<T>(in Matrix3x3<T> deformation, in Matrix3x3<T> rotation, in Matrix3x3<T> gradient)
        where T : unmanaged, IReal<T>
    {
        Matrix3x3<T> transposed = rotation.Transposed, stretch = transposed * deformation, b = transposed * gradient;
        T trace = stretch.Trace;
        Matrix3x3<T> system = Matrix3x3<T>.Diagonal(trace, trace, trace) - stretch;
        Vector3<T> y = system.Inverse * new Vector3<T>(b.M21 - b.M12, b.M02 - b.M20, b.M10 - b.M01);
        Matrix3x3<T> cross = Matrix3x3<T>.FromRows(new(T.Zero, -y.Z, y.Y), new(y.Z, T.Zero, -y.X), new(-y.Y, y.X, T.Zero));
        return rotation * cross;
    }
}
