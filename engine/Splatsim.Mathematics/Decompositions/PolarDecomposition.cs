namespace Splatsim.Mathematics;

/// <summary>Polar decomposition F = R S: the rotation nearest to a matrix.</summary>
public static class PolarDecomposition
{
    /// <summary>The rotation factor R = U V^T; a rotation even where det F is negative.</summary>
    /// <param name="f">The matrix; finite.</param>
    /// <param name="rotation">The nearest rotation.</param>
    public static void Rotation<T>(in Matrix3x3<T> f, out Matrix3x3<T> rotation)
        where T : unmanaged, IReal<T>
    {
        SingularValues.Decompose(in f, out Matrix3x3<T> u, out _, out Matrix3x3<T> v);
        Matrix3x3<T> transposed = v.Transposed;
        Matrix3x3<T>.Multiply(in u, in transposed, out rotation);
    }
}
