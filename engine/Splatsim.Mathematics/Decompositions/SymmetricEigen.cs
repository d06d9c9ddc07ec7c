namespace Splatsim.Mathematics;

/// <summary>Eigen-decomposition of covariances, S = Q diag(d) Q^T.</summary>
public static class SymmetricEigen
{
    /// <summary>Decomposes a symmetric matrix without eigenvalues of equal size and opposite sign (a covariance).</summary>
    /// <param name="matrix">The matrix; finite.</param>
    /// <param name="vectors">Orthonormal eigenvectors as columns, a rotation.</param>
    /// <param name="values">Eigenvalues, by descending magnitude.</param>
    /// <remarks>Right vectors of a symmetric matrix are eigenvectors; the value is the Rayleigh quotient, sign included.</remarks>
    public static void Decompose<T>(
        in SymmetricMatrix3x3<T> matrix, out Matrix3x3<T> vectors, out Vector3<T> values)
        where T : unmanaged, IReal<T>
    {
        Matrix3x3<T> full = matrix.Full;
        SingularValues.Decompose(in full, out _, out _, out vectors);
        values = new(
            Vector3<T>.Dot(vectors.Column0, full * vectors.Column0),
            Vector3<T>.Dot(vectors.Column1, full * vectors.Column1),
            Vector3<T>.Dot(vectors.Column2, full * vectors.Column2));
    }
}
