using Splatsim.Mathematics;

namespace Splatsim.Tests;

public sealed class LinearTests
{
    // A few roundings of numbers of size 1 to 10.
    private const double Rounding = 1e-13;

    [Fact]
    public void Inverse_TimesMatrix_IsIdentity()
    {
        Matrix3x3<Real64> m = Matrix3x3<Real64>.FromRows(new(2, -1, 0.5), new(0.3, 1.7, -2), new(1, 1, 3));
        AssertNear(Matrix3x3<Real64>.Identity, m * m.Inverse);
        AssertNear(Matrix3x3<Real64>.Identity, m.Inverse * m);
        Assert.Equal(1, (m.Determinant * m.Inverse.Determinant).Value, Rounding);
    }

    [Fact]
    public void Quaternion_ToMatrixAndBack_IsTheSameRotation()
    {
        Random random = new(4);
        for (int i = 0; i < 500; i++)
        {
            Quaternion<Real64> q = new Quaternion<Real64>(
                random.NextDouble() - 0.5, random.NextDouble() - 0.5, random.NextDouble() - 0.5, random.NextDouble() - 0.5).Normalized;
            Matrix3x3<Real64> m = q.ToMatrix();
            AssertNear(Matrix3x3<Real64>.Identity, m * m.Transposed);
            AssertNear(m, Quaternion<Real64>.FromMatrix(m).ToMatrix());
        }

        // Half turns, where the real part vanishes.
        foreach (Vector3<Real64> axis in (Vector3<Real64>[])[new(1, 0, 0), new(0, 1, 0), new(0, 0, 1)])
        {
            Matrix3x3<Real64> m = Quaternion<Real64>.FromAxisAngle(axis, Math.PI).ToMatrix();
            AssertNear(m, Quaternion<Real64>.FromMatrix(m).ToMatrix());
        }
    }

    [Fact]
    public void QuaternionProduct_IsMatrixProduct()
    {
        Quaternion<Real64> a = Quaternion<Real64>.FromAxisAngle(new(0.6, 0, 0.8), 0.7);
        Quaternion<Real64> b = Quaternion<Real64>.FromAxisAngle(new(0, 1, 0), -1.9);
        AssertNear(a.ToMatrix() * b.ToMatrix(), (a * b).ToMatrix());
    }

    [Fact]
    public void Congruence_IsTheFullProduct()
    {
        Matrix3x3<Real64> a = Matrix3x3<Real64>.FromRows(new(2, -1, 0.5), new(0.3, 1.7, -2), new(1, 1, 3));
        SymmetricMatrix3x3<Real64> s = SymmetricMatrix3x3<Real64>.Gram(
            Matrix3x3<Real64>.FromRows(new(1, 0.2, 0), new(-0.4, 2, 0.1), new(0, 0.3, 0.5)));
        AssertNear(a * s.Full * a.Transposed, SymmetricMatrix3x3<Real64>.Congruence(in a, in s).Full);
    }

    [Fact]
    public void DenseInverse_TimesTheMatrix_IsTheIdentity()
    {
        // The first pivot is 0, so that rows must be exchanged. Condition about 10.
        double[] matrix = [0, 2, -1, 0.5, 1, 0, 3, -2, 4, 1, 0, 1, -1, 0.5, 2, 3];
        double[] inverse = DenseMatrix.Inverse(matrix, 4);
        for (int i = 0; i < 4; i++)
        {
            for (int j = 0; j < 4; j++)
            {
                double sum = 0;
                for (int k = 0; k < 4; k++) sum += matrix[4 * i + k] * inverse[4 * k + j];
                Assert.Equal(i == j ? 1 : 0, sum, Rounding);
            }
        }

        Assert.Throws<ArgumentException>(() => DenseMatrix.Inverse(matrix, 3));
    }

    [Fact]
    public void SymmetricEigen_Covariance_Reconstructs()
    {
        SymmetricMatrix3x3<Real64> s = SymmetricMatrix3x3<Real64>.Gram(
            Matrix3x3<Real64>.FromRows(new(1, 0.2, 0), new(-0.4, 2, 0.1), new(0, 0.3, 0.5)));
        SymmetricEigen.Decompose(in s, out Matrix3x3<Real64> vectors, out Vector3<Real64> values);
        AssertNear(s.Full, SymmetricMatrix3x3<Real64>.FromPrincipal(in vectors, in values).Full);
    }

    [Fact]
    public void Polar_StretchedRotation_IsTheRotation()
    {
        Matrix3x3<Real64> rotation = Quaternion<Real64>.FromAxisAngle(new(0.6, 0, 0.8), 1.1).ToMatrix();
        Matrix3x3<Real64> f = rotation * Matrix3x3<Real64>.FromRows(new(2, 0.3, 0.1), new(0.3, 1, 0.2), new(0.1, 0.2, 0.7));
        PolarDecomposition.Rotation(in f, out Matrix3x3<Real64> found);
        AssertNear(rotation, found);
    }

    [Fact]
    public void ShRotation_AnyDirection_TurnsTheFunction()
    {
        Matrix3x3<Real64> rotation = Quaternion<Real64>.FromAxisAngle(new(0.6, 0, 0.8), 1.1).ToMatrix();
        ShRotation turn = new(in rotation, 4);
        Random random = new(5);
        double[] k = [.. Enumerable.Range(0, 25).Select(_ => random.NextDouble() - 0.5)];
        double[] turned = [.. k];
        turn.Apply(turned);
        Vector3<Real64> direction = new Vector3<Real64>(0.3, -0.5, 0.7).Normalized;
        // f'(d) = f(R^T d), the definition.
        Assert.Equal(Value(k, rotation.Transposed * direction), Value(turned, direction), Rounding);
    }

    private static double Value(double[] coefficients, Vector3<Real64> direction)
    {
        Span<Real64> basis = stackalloc Real64[25];
        ShBasis.Evaluate(direction, 4, basis);
        double sum = 0;
        for (int i = 0; i < 25; i++) sum += coefficients[i] * basis[i].Value;
        return sum;
    }

    private static void AssertNear(Matrix3x3<Real64> expected, Matrix3x3<Real64> actual) =>
        Assert.True((expected - actual).SquaredNorm.Value < Rounding * Rounding, $"expected {expected}, got {actual}");
}
