using Splatsim.Mathematics;
using Splatsim.Splats;

namespace Splatsim.Tests;

/// <summary>Random anisotropic splats with harmonics, and ways to move them.</summary>
internal static class TestClouds
{
    public static GaussianCloud Random(int count, int degree, int seed, double size = 0.05)
    {
        Random random = new(seed);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        GaussianCloud cloud = new(count, degree);
        for (int i = 0; i < count; i++)
        {
            (cloud.X[i], cloud.Y[i], cloud.Z[i]) = ((float)(0.3 * Normal()), (float)(0.3 * Normal()), (float)(0.3 * Normal()));
            (cloud.RotationW[i], cloud.RotationX[i], cloud.RotationY[i], cloud.RotationZ[i]) = ((float)Normal(), (float)Normal(), (float)Normal(), (float)Normal());
            cloud.LogScaleX[i] = (float)(Math.Log(size) + 0.5 * Normal());
            cloud.LogScaleY[i] = (float)(Math.Log(size) + 0.5 * Normal());
            cloud.LogScaleZ[i] = (float)(Math.Log(size) + 0.5 * Normal());
            cloud.OpacityLogit[i] = (float)Normal();
            for (int k = 0; k < cloud.ShCoefficientCount; k++)
                for (int channel = 0; channel < 3; channel++) cloud.Sh(k, channel)[i] = (float)((k == 0 ? 1 : 0.3) * Normal());
        }

        return cloud;
    }

    public static Matrix3x3<Real64> Rotation(double x, double y, double z, double angle) =>
        Quaternion<Real64>.FromAxisAngle(new Vector3<Real64>(x, y, z).Normalized, angle).ToMatrix();

    /// <summary>Points and gradients of the motion x -> F x + t (in simulation space) for all splats of a cloud.</summary>
    public static (double[] Points, double[] Gradients) Affine(
        GaussianCloud cloud, Func<Vector3<Real64>, Vector3<Real64>> toSimulation, Matrix3x3<Real64> f, Vector3<Real64> t)
    {
        double[] points = new double[3 * cloud.Count], gradients = new double[9 * cloud.Count];
        for (int i = 0; i < cloud.Count; i++)
        {
            Vector3<Real64> x = f * toSimulation(cloud.MeanOf(i)) + t;
            (points[3 * i], points[3 * i + 1], points[3 * i + 2]) = (x.X.Value, x.Y.Value, x.Z.Value);
            Write(f, gradients.AsSpan(9 * i));
        }

        return (points, gradients);
    }

    public static void Write(Matrix3x3<Real64> m, Span<double> target)
    {
        (target[0], target[1], target[2]) = (m.M00.Value, m.M01.Value, m.M02.Value);
        (target[3], target[4], target[5]) = (m.M10.Value, m.M11.Value, m.M12.Value);
        (target[6], target[7], target[8]) = (m.M20.Value, m.M21.Value, m.M22.Value);
    }

    public static SymmetricMatrix3x3<Real64> Covariance(DeformedSplats splats, int row) => new(
        splats.Covariance[0][row], splats.Covariance[1][row], splats.Covariance[2][row],
        splats.Covariance[3][row], splats.Covariance[4][row], splats.Covariance[5][row]);

    public static Matrix3x3<Real64> TurnOf(DeformedSplats splats, int row) => Matrix3x3<Real64>.FromRows(
        new(splats.Rotation[0][row], splats.Rotation[1][row], splats.Rotation[2][row]),
        new(splats.Rotation[3][row], splats.Rotation[4][row], splats.Rotation[5][row]),
        new(splats.Rotation[6][row], splats.Rotation[7][row], splats.Rotation[8][row]));

    public static double Size(Matrix3x3<Real64> m) => Math.Sqrt(m.SquaredNorm.Value);
}
