namespace Splatsim.Fitting;

/// <summary>Small dense systems with a symmetric positive definite matrix, row-major.</summary>
internal static class Cholesky
{
    // Pivot, relative to its diagonal entry, below which the matrix counts as singular: some hundred times rounding.
    private const double SmallestPivot = 1e-13;

    /// <summary>The solution of A x = b; null where A is not positive definite to rounding.</summary>
    public static double[]? Solve(double[] matrix, double[] right, int count)
    {
        if (Factor(matrix, count) is not { } factor) return null;
        double[] x = [.. right];
        Substitute(factor, x, count);
        return x;
    }

    /// <summary>The inverse; null where A is not positive definite to rounding.</summary>
    public static double[]? Inverse(double[] matrix, int count)
    {
        if (Factor(matrix, count) is not { } factor) return null;
        double[] result = new double[count * count], column = new double[count];
        for (int j = 0; j < count; j++)
        {
            Array.Clear(column);
            column[j] = 1;
            Substitute(factor, column, count);
            for (int i = 0; i < count; i++) result[i * count + j] = column[i];
        }

        return result;
    }

    private static double[]? Factor(double[] matrix, int count)
    {
        double[] l = new double[count * count];
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = matrix[i * count + j];
                for (int k = 0; k < j; k++) sum -= l[i * count + k] * l[j * count + k];
                if (i != j)
                {
                    l[i * count + j] = sum / l[j * count + j];
                    continue;
                }

                if (!(sum > SmallestPivot * matrix[i * count + i])) return null;
                l[i * count + i] = Math.Sqrt(sum);
            }
        }

        return l;
    }

    private static void Substitute(double[] l, double[] x, int count)
    {
        for (int i = 0; i < count; i++)
        {
            for (int k = 0; k < i; k++) x[i] -= l[i * count + k] * x[k];
            x[i] /= l[i * count + i];
        }

        for (int i = count - 1; i >= 0; i--)
        {
            for (int k = i + 1; k < count; k++) x[i] -= l[k * count + i] * x[k];
            x[i] /= l[i * count + i];
        }
    }
}
