using Splatsim.Mathematics;

namespace Splatsim.Tests;

/// <summary>Functions of matrices in single precision against the singular value decomposition in double.</summary>
public sealed class MatrixFunctionTests
{
    // Rounding of F F^T (three products of unit size) and of four products of matrices: a handful of 6e-8.
    private const double Tolerance = 6e-7;

    public static TheoryData<double> ModerateSpreads => new([0, 1e-6, 1e-3, 0.05, 0.1]);

    public static TheoryData<double> AllSpreads => new([0, 1e-6, 0.01, 0.2, 0.6, 2.0]);

    [Theory]
    [MemberData(nameof(ModerateSpreads))]
    public void LogarithmOfLeftStretch_ModerateStrain_IsThatOfItsPrincipalStretches(double spread)
    {
        Random random = new(5);
        for (int i = 0; i < 1000; i++)
        {
            Matrix3x3<Real32> f = Sample(random, spread);
            Mask<Real32> moderate = MatrixLogarithm.OfLeftStretch(in f, out SymmetricMatrix3x3<Real32> strain, out Real32 squares);
            Matrix3x3<Real64> exact = Widen(in f);
            SingularValues.Decompose(in exact, out Matrix3x3<Real64> u, out Vector3<Real64> s, out _);
            Assert.True(Real32.Any(moderate));
            Vector3<Real64> logarithms = new(Real64.Log(s.X), Real64.Log(s.Y), Real64.Log(s.Z));
            Near(SymmetricMatrix3x3<Real64>.FromPrincipal(in u, in logarithms), in strain);
            Assert.Equal(s.LengthSquared.Value, squares.Value, 4 * Tolerance);
        }
    }

    [Fact]
    public void LogarithmOfLeftStretch_OutOfReach_SaysSo()
    {
        // Principal strain beyond artanh 0.4 = 0.42, a mirror image, and what is no number.
        Refuse(Matrix3x3<Real32>.Diagonal(1.6f, 1, 1));
        Refuse(Matrix3x3<Real32>.Diagonal(1, 0.6f, 1));
        Refuse(Matrix3x3<Real32>.Diagonal(1, 1, -1));
        Refuse(Matrix3x3<Real32>.Diagonal(1, float.NaN, 1));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1e-4)]
    [InlineData(0.029)]
    [InlineData(0.031)]
    [InlineData(0.4)]
    public void ExponentialOfSmall_IsThatOfItsPrincipalValues(double norm)
    {
        Random random = new(6);
        for (int i = 0; i < 1000; i++)
        {
            Matrix3x3<Real64> turned = Widen(Sample(random, 1));
            SingularValues.Decompose(in turned, out Matrix3x3<Real64> u, out Vector3<Real64> s, out _);
            Vector3<Real64> values = (norm / Math.Sqrt(s.LengthSquared.Value)) * s;
            SymmetricMatrix3x3<Real64> d = SymmetricMatrix3x3<Real64>.FromPrincipal(in u, in values);
            SymmetricMatrix3x3<Real32> rounded = new(
                (float)d.XX.Value, (float)d.XY.Value, (float)d.XZ.Value, (float)d.YY.Value, (float)d.YZ.Value, (float)d.ZZ.Value);
            MatrixExponential.OfSmall(in rounded, out SymmetricMatrix3x3<Real32> result);
            Vector3<Real64> exponentials = new(Real64.Exp(values.X), Real64.Exp(values.Y), Real64.Exp(values.Z));
            Near(SymmetricMatrix3x3<Real64>.FromPrincipal(in u, in exponentials), in result);
        }
    }

    [Theory]
    [MemberData(nameof(AllSpreads))]
    public void PolarRotation_AnyMatrix_IsTheProductOfItsSingularVectors(double spread)
    {
        Random random = new(7);
        for (int i = 0; i < 1000; i++)
        {
            Matrix3x3<Real64> f = Widen(Sample(random, spread));
            SingularValues.Decompose(in f, out Matrix3x3<Real64> u, out Vector3<Real64> s, out Matrix3x3<Real64> v);
            PolarDecomposition.Rotation(in f, out Matrix3x3<Real64> rotation);
            // The rotation answers a change of F with 1/(s_i + s_j) of it.
            double sensitivity = 1 / Math.Max(1e-3, s.Y.Value + s.Z.Value);
            Matrix3x3<Real64> expected = u * v.Transposed;
            Assert.Equal(0, Math.Sqrt((rotation - expected).SquaredNorm.Value), 1e-13 * sensitivity);
        }
    }

    [Fact]
    public void PolarRotation_InLanes_DoesNotDependOnTheNeighbours()
    {
        // A lane at rest beside ones that need many steps, and beside a mirrored one that needs the decomposition.
        Random random = new(8);
        for (int i = 0; i < 200; i++)
        {
            Matrix3x3<Real32> f = Sample(random, 0.3);
            Matrix3x3<Lanes8> alone = Spread(in f, in f), mixed = Spread(in f, Sample(random, 2));
            PolarDecomposition.Rotation(in alone, out Matrix3x3<Lanes8> expected);
            PolarDecomposition.Rotation(in mixed, out Matrix3x3<Lanes8> actual);
            Assert.Equal(expected.M00.Value[3], actual.M00.Value[3]);
            Assert.Equal(expected.M12.Value[3], actual.M12.Value[3]);
            Assert.Equal(expected.M21.Value[3], actual.M21.Value[3]);
        }
    }

    private static void Refuse(Matrix3x3<Real32> f) =>
        Assert.False(Real32.Any(MatrixLogarithm.OfLeftStretch(in f, out _, out _)));

    private static Matrix3x3<Real32> Sample(Random random, double spread)
    {
        Real32 Next(double middle) => (float)(middle + spread * (2 * random.NextDouble() - 1));
        return Matrix3x3<Real32>.FromRows(
            new(Next(1), Next(0), Next(0)), new(Next(0), Next(1), Next(0)), new(Next(0), Next(0), Next(1)));
    }

    // Lane 3 holds one matrix, all others another.
    private static Matrix3x3<Lanes8> Spread(in Matrix3x3<Real32> third, in Matrix3x3<Real32> others) =>
        Matrix3x3<Lanes8>.FromRows(Row(third.Row0, others.Row0), Row(third.Row1, others.Row1), Row(third.Row2, others.Row2));

    private static Vector3<Lanes8> Row(Vector3<Real32> third, Vector3<Real32> others) =>
        new(Lanes(third.X, others.X), Lanes(third.Y, others.Y), Lanes(third.Z, others.Z));

    private static unsafe Lanes8 Lanes(Real32 third, Real32 others)
    {
        float* values = stackalloc float[8];
        for (int lane = 0; lane < 8; lane++) values[lane] = lane == 3 ? third.Value : others.Value;
        return Lanes8.Load(values);
    }

    private static Matrix3x3<Real64> Widen(in Matrix3x3<Real32> m) =>
        Matrix3x3<Real64>.FromRows(Widen(m.Row0), Widen(m.Row1), Widen(m.Row2));

    private static Vector3<Real64> Widen(Vector3<Real32> v) => new(v.X.Value, v.Y.Value, v.Z.Value);

    private static void Near(SymmetricMatrix3x3<Real64> expected, in SymmetricMatrix3x3<Real32> actual)
    {
        Assert.Equal(expected.XX.Value, actual.XX.Value, Tolerance);
        Assert.Equal(expected.XY.Value, actual.XY.Value, Tolerance);
        Assert.Equal(expected.XZ.Value, actual.XZ.Value, Tolerance);
        Assert.Equal(expected.YY.Value, actual.YY.Value, Tolerance);
        Assert.Equal(expected.YZ.Value, actual.YZ.Value, Tolerance);
        Assert.Equal(expected.ZZ.Value, actual.ZZ.Value, Tolerance);
    }
}
