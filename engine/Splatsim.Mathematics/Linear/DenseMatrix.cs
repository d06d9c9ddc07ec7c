namespace Splatsim.Mathematics;

/// <summary>Square matrices of any size, row by row in an array.</summary>
public static class DenseMatrix
{
    /// <summary>The inverse. Of a singular matrix it has entries that are not finite, or that rounding alone has made.</summary>
    /// <remarks>Gauss-Jordan elimination with the largest pivot of each column; for the well conditioned ones of a few rows that occur here.</remarks>
    /// <param name="matrix">The matrix, shape [size, size].</param>
    /// <param name="size">Number of rows.</param>
    /// <exception cref="ArgumentException">The matrix has another number of entries.</exception>
    public static double[] Inverse(ReadOnlySpan<double> matrix, int size)
    {
        if (matrix.Length != size * size) throw new ArgumentException($"{matrix.Length} entries are no {size} rows of {size}", nameof(matrix));
        double[] a = matrix.ToArray(), inverse = new double[size * size];
        for (int i = 0; i < size; i++) inverse[i * size + i] = 1;
        for (int column = 0; column < size; column++)
        {
            int pivot = column;
            for (int row = column + 1; row < size; row++)
                if (Math.Abs(a[row * size + column]) > Math.Abs(a[pivot * size + column])) pivot = row;
            double scale = 1 / a[pivot * size + column];
            for (int k = 0; k < size; k++)
            {
                (a[column * size + k], a[pivot * size + k]) = (a[pivot * size + k], a[column * size + k]);
                (inverse[column * size + k], inverse[pivot * size + k]) = (inverse[pivot * size + k], inverse[column * size + k]);
                a[column * size + k] *= scale;
                inverse[column * size + k] *= scale;
            }

            for (int row = 0; row < size; row++)
            {
                double factor = a[row * size + column];
                if (row == column || factor == 0) continue;
                for (int k = 0; k < size; k++)
                {
                    a[row * size + k] -= factor * a[column * size + k];
                    inverse[row * size + k] -= factor * inverse[column * size + k];
                }
            }
        }

        return inverse;
    }
}
