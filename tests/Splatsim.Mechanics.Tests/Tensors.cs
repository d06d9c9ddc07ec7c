using Splatsim.Mathematics;

namespace Splatsim.Mechanics.Tests;

/// <summary>Conversions between arrays and the engine's matrices, and small matrix algebra for expectations.</summary>
internal static class Tensors
{
    public static Matrix3x3<Real64> Matrix(ReadOnlySpan<double> m) =>
        Matrix3x3<Real64>.FromRows(new(m[0], m[1], m[2]), new(m[3], m[4], m[5]), new(m[6], m[7], m[8]));

    public static double[] Array(in Matrix3x3<Real64> m) =>
    [
        m.M00.Value, m.M01.Value, m.M02.Value,
        m.M10.Value, m.M11.Value, m.M12.Value,
        m.M20.Value, m.M21.Value, m.M22.Value,
    ];

    public static double[] Array(in SymmetricMatrix3x3<Real64> m) => Array(m.Full);

    public static double[] Array(in Vector3<Real64> v) => [v.X.Value, v.Y.Value, v.Z.Value];

    public static Vector3<Real64> Vector(double x, double y, double z) => new(x, y, z);

    public static Matrix3x3<Real64> Diagonal(double x, double y, double z) => Matrix3x3<Real64>.Diagonal(x, y, z);

    /// <summary>The matrix in another number, the same in every lane.</summary>
    public static Matrix3x3<T> Convert<T>(in Matrix3x3<Real64> m)
        where T : unmanaged, IReal<T> =>
        Matrix3x3<T>.FromRows(
            new(T.FromDouble(m.M00.Value), T.FromDouble(m.M01.Value), T.FromDouble(m.M02.Value)),
            new(T.FromDouble(m.M10.Value), T.FromDouble(m.M11.Value), T.FromDouble(m.M12.Value)),
            new(T.FromDouble(m.M20.Value), T.FromDouble(m.M21.Value), T.FromDouble(m.M22.Value)));

    public static double LargestDifference(ReadOnlySpan<double> actual, ReadOnlySpan<double> expected)
    {
        Assert.Equal(expected.Length, actual.Length);
        double worst = 0;
        for (int i = 0; i < actual.Length; i++)
        {
            double difference = Math.Abs(actual[i] - expected[i]);
            if (!(difference <= worst)) worst = double.IsNaN(difference) ? double.PositiveInfinity : difference;
        }

        return worst;
    }

    public static double LargestMagnitude(ReadOnlySpan<double> values)
    {
        double largest = 0;
        foreach (double value in values) largest = Math.Max(largest, Math.Abs(value));
        return largest;
    }

    /// <summary>Deterministic matrices near the identity: I + size * uniform(-1, 1), with positive determinant.</summary>
    public static IEnumerable<Matrix3x3<Real64>> Random(int count, double size, int seed)
    {
        Random random = new(seed);
        while (count > 0)
        {
            double[] m = new double[9];
            for (int i = 0; i < 9; i++) m[i] = (i % 4 == 0 ? 1 : 0) + size * (2 * random.NextDouble() - 1);
            Matrix3x3<Real64> matrix = Matrix(m);
            if (matrix.Determinant.Value < 0.05) continue;
            count--;
            yield return matrix;
        }
    }

    /// <summary>Deterministic rotations.</summary>
    public static Matrix3x3<Real64> Rotation(double angle) =>
        Quaternion<Real64>.FromAxisAngle(Vector(0.48, -0.6, 0.64), angle).ToMatrix();
}
