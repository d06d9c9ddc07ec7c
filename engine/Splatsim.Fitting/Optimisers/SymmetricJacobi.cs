namespace Splatsim.Fitting;

/// <summary>Eigenvalues and vectors of small symmetric matrices of any size.</summary>
/// <remarks>Jacobi 1846; rotations as in Golub and Van Loan 2013, "Matrix Computations", algorithm 8.5.3.</remarks>
internal static class SymmetricJacobi
{
    // Convergence is quadratic; symmetric matrices of some hundred rows need about ten.
    private const int MostSweeps = 40;

    /// <summary>A = V diag(values) V^T.</summary>
    /// <param name="matrix">A, row-major; its symmetric part counts.</param>
    /// <param name="count">Rows.</param>
    public static (double[] Values, double[] Vectors) Decompose(double[] matrix, int count)
    {
        double[] a = [.. matrix], v = new double[count * count];
        for (int i = 0; i < count; i++) v[i * count + i] = 1;
        for (int sweep = 0; sweep < MostSweeps; sweep++)
        {
            double off = 0, diagonal = 0;
            for (int i = 0; i < count; i++)
            {
                diagonal += a[i * count + i] * a[i * count + i];
                for (int j = 0; j < i; j++) off += a[i * count + j] * a[i * count + j];
            }

            if (off <= 1e-30 * diagonal) break;
            for (int p = 0; p < count; p++)
                for (int q = p + 1; q < count; q++) Rotate(a, v, p, q, count);
        }

        double[] values = new double[count];
        for (int i = 0; i < count; i++) values[i] = a[i * count + i];
        return (values, v);
    }

    private static void Rotate(double[] a, double[] v, int p, int q, int count)
    {
        double apq = a[p * count + q];
        if (apq == 0) return;
        double tau = (a[q * count + q] - a[p * count + p]) / (2 * apq);
        double t = (tau >= 0 ? 1 : -1) / (Math.Abs(tau) + Math.Sqrt(1 + tau * tau)), c = 1 / Math.Sqrt(1 + t * t), s = t * c;
        for (int k = 0; k < count; k++)
        {
            (double kp, double kq) = (a[k * count + p], a[k * count + q]);
            (a[k * count + p], a[k * count + q]) = (c * kp - s * kq, s * kp + c * kq);
            (kp, kq) = (v[k * count + p], v[k * count + q]);
            (v[k * count + p], v[k * count + q]) = (c * kp - s * kq, s * kp + c * kq);
        }

        for (int k = 0; k < count; k++)
        {
            (double pk, double qk) = (a[p * count + k], a[q * count + k]);
            (a[p * count + k], a[q * count + k]) = (c * pk - s * qk, s * pk + c * qk);
        }
    }
}
