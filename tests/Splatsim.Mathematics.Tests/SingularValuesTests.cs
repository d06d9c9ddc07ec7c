using Splatsim.Mathematics;

namespace Splatsim.Tests;

public sealed class SingularValuesTests
{
    // A dozen roundings of unit-size numbers.
    private const double DoubleTolerance = 4e-15;

    // The bar of the published float32 decomposition comparison: 5e-7 |F|.
    private const double SingleTolerance = 5e-7;

    public static TheoryData<double> Spreads => new([0, 1e-10, 1e-6, 0.01, 0.1, 0.5, 3.0]);

    [Theory]
    [MemberData(nameof(Spreads))]
    public void Decompose_RandomMatrices_ReconstructsInDouble(double spread)
    {
        Random random = new(1);
        for (int i = 0; i < 2000; i++) Check<Real64>(Sample(random, spread), DoubleTolerance);
    }

    [Theory]
    [MemberData(nameof(Spreads))]
    public void Decompose_RandomMatrices_ReconstructsInSingle(double spread)
    {
        Random random = new(2);
        for (int i = 0; i < 2000; i++) Check<Real32>(Sample(random, spread), SingleTolerance);
    }

    [Fact]
    public void Decompose_Degenerate_StaysOrthonormal()
    {
        Check<Real64>(default, DoubleTolerance);
        Check<Real64>(Matrix3x3<Real64>.Diagonal(1, 0, 0), DoubleTolerance);
        Check<Real64>(Matrix3x3<Real64>.Diagonal(0, 0, -2), DoubleTolerance);
        Check<Real64>(Matrix3x3<Real64>.Outer(new(1, 2, 3), new(3, -1, 2)), 4 * DoubleTolerance);
        Check<Real64>(-1.0 * Matrix3x3<Real64>.Identity, DoubleTolerance);
    }

    [Fact]
    public void Decompose_Lanes_AgreesWithScalarLaneByLane()
    {
        Random random = new(3);
        Matrix3x3<Lanes8> lanes = default;
        Matrix3x3<Real64> sample = default;
        for (int i = 0; i < 200; i++)
        {
            sample = Sample(random, 0.5);
            lanes = Convert<Lanes8>(sample);
            SingularValues.Decompose(in lanes, out _, out Vector3<Lanes8> s, out _);
            SingularValues.Decompose(in sample, out _, out Vector3<Real64> expected, out _);
            Assert.Equal(expected.X.Value, s.X.Value[5], 2e-6);
            Assert.Equal(expected.Y.Value, s.Y.Value[0], 2e-6);
            Assert.Equal(expected.Z.Value, s.Z.Value[7], 2e-6);
        }
    }

    private static Matrix3x3<Real64> Sample(Random random, double spread)
    {
        double Next() => spread * (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5) * 2;
        return Matrix3x3<Real64>.Identity
            + Matrix3x3<Real64>.FromRows(new(Next(), Next(), Next()), new(Next(), Next(), Next()), new(Next(), Next(), Next()));
    }

    private static Matrix3x3<T> Convert<T>(in Matrix3x3<Real64> m)
        where T : unmanaged, IReal<T> => Matrix3x3<T>.FromRows(Row<T>(m.Row0), Row<T>(m.Row1), Row<T>(m.Row2));

    private static Vector3<T> Row<T>(Vector3<Real64> row)
        where T : unmanaged, IReal<T> =>
        new(T.FromDouble(row.X.Value), T.FromDouble(row.Y.Value), T.FromDouble(row.Z.Value));

    private static void Check<T>(Matrix3x3<Real64> sample, double tolerance)
        where T : unmanaged, IReal<T>
    {
        Matrix3x3<T> f = Convert<T>(sample);
        SingularValues.Decompose(in f, out Matrix3x3<T> u, out Vector3<T> s, out Matrix3x3<T> v);
        // The residuals are formed in double, so that only the decomposition's own error is seen.
        Matrix3x3<Real64> fd = Widen(f), ud = Widen(u), vd = Widen(v);
        Vector3<Real64> sd = Widen(s);
        double size = Math.Max(1, fd.SquaredNorm.Value > 0 ? Math.Sqrt(fd.SquaredNorm.Value) : 1);
        AssertSmall(ud * Matrix3x3<Real64>.Diagonal(sd.X, sd.Y, sd.Z) * vd.Transposed - fd, tolerance * size);
        AssertSmall(ud * ud.Transposed - Matrix3x3<Real64>.Identity, 2 * tolerance);
        AssertSmall(vd * vd.Transposed - Matrix3x3<Real64>.Identity, 2 * tolerance);
        Assert.Equal(1, ud.Determinant.Value, 4 * tolerance);
        Assert.Equal(1, vd.Determinant.Value, 4 * tolerance);
        double slack = 4 * tolerance * size;
        Assert.True(sd.X.Value >= sd.Y.Value - slack && sd.Y.Value >= Math.Abs(sd.Z.Value) - slack, $"order {sd}");
    }

    private static Matrix3x3<Real64> Widen<T>(Matrix3x3<T> m)
        where T : unmanaged, IReal<T> => Matrix3x3<Real64>.FromRows(Widen(m.Row0), Widen(m.Row1), Widen(m.Row2));

    private static Vector3<Real64> Widen<T>(Vector3<T> row)
        where T : unmanaged, IReal<T> => new(Widen(row.X), Widen(row.Y), Widen(row.Z));

    private static double Widen<T>(T value)
        where T : unmanaged, IReal<T> =>
        value is Real64 r64 ? r64.Value : value is Real32 r32 ? r32.Value : throw new NotSupportedException(typeof(T).Name);

    private static void AssertSmall(Matrix3x3<Real64> difference, double limit) =>
        Assert.True(Math.Sqrt(difference.SquaredNorm.Value) <= limit, $"error {Math.Sqrt(difference.SquaredNorm.Value)} exceeds {limit}");
}
