namespace Splatsim.Mathematics;

/// <summary>
/// The matrices that turn spherical-harmonic coefficients with a rotation or reflection R, band by band, so that the
/// new function is f'(d) = f(R^T d): a splat turned by R keeps its look.
/// </summary>
/// <remarks>
/// Bands do not mix. In band l the basis values at 2l+1 fixed directions D determine a function, so the matrix solves
/// B(D) M = B(R^T D); the inverse of B(D) is computed once. Exact to rounding, for every orthogonal R, at every degree.
/// </remarks>
public sealed class ShRotation
{
    private static readonly Band[] Bands = [new(1), new(2), new(3), new(4)];

    private readonly double[][] matrices;

    /// <summary>Prepares the matrices of all bands up to a degree.</summary>
    /// <param name="rotation">An orthogonal matrix; reflections are allowed.</param>
    /// <param name="degree">Highest band, 0 to 4.</param>
    public ShRotation(in Matrix3x3<Real64> rotation, int degree)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(degree);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(degree, Bands.Length);
        Degree = degree;
        matrices = new double[degree][];
        Matrix3x3<Real64> inverse = rotation.Transposed;
        for (int band = 0; band < degree; band++) matrices[band] = Bands[band].Matrix(in inverse);
    }

    /// <summary>Highest band.</summary>
    public int Degree { get; }

    /// <summary>The matrix of one band, row-major, (2 band + 1) squared values.</summary>
    /// <param name="band">1 to <see cref="Degree"/>.</param>
    public ReadOnlySpan<double> Matrix(int band) => matrices[band - 1];

    /// <summary>Turns the coefficients of one colour channel in place.</summary>
    /// <param name="coefficients">(Degree + 1)^2 or fewer coefficients, whole bands.</param>
    public void Apply(Span<double> coefficients)
    {
        Span<double> turned = stackalloc double[9];
        for (int band = 1; band <= Degree && (band + 1) * (band + 1) <= coefficients.Length; band++)
        {
            int size = 2 * band + 1;
            Span<double> part = coefficients.Slice(band * band, size);
            double[] matrix = matrices[band - 1];
            for (int row = 0; row < size; row++)
            {
                double sum = 0;
                for (int column = 0; column < size; column++) sum += matrix[row * size + column] * part[column];
                turned[row] = sum;
            }

            turned[..size].CopyTo(part);
        }
    }

    private sealed class Band
    {
        private readonly int degree;
        private readonly int size;
        private readonly Vector3<Real64>[] directions;
        private readonly double[] inverse;

        public Band(int degree)
        {
            this.degree = degree;
            size = 2 * degree + 1;
            directions = new Vector3<Real64>[size];
            // Fibonacci points of one hemisphere, slightly rotated: harmonics have parity, so antipodes would add nothing.
            for (int i = 0; i < size; i++)
            {
                double z = 1 - (i + 0.5) / size;
                double r = Math.Sqrt(1 - z * z), angle = 2.399963229728653 * i + 0.3;
                directions[i] = new(r * Math.Cos(angle), r * Math.Sin(angle), z);
            }

            inverse = DenseMatrix.Inverse(Values(Matrix3x3<Real64>.Identity), size);
        }

        public double[] Matrix(in Matrix3x3<Real64> map)
        {
            double[] values = Values(map);
            double[] product = new double[size * size];
            for (int row = 0; row < size; row++)
                for (int column = 0; column < size; column++)
                    for (int k = 0; k < size; k++)
                        product[row * size + column] += inverse[row * size + k] * values[k * size + column];
            return product;
        }

        private double[] Values(Matrix3x3<Real64> map)
        {
            double[] values = new double[size * size];
            Span<Real64> basis = stackalloc Real64[25];
            for (int i = 0; i < size; i++)
            {
                ShBasis.Evaluate(map * directions[i], degree, basis);
                for (int j = 0; j < size; j++) values[i * size + j] = basis[degree * degree + j].Value;
            }

            return values;
        }
    }
}
