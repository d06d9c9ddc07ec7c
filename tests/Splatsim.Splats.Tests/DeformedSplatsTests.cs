using Splatsim.Mathematics;
using Splatsim.Splats;

namespace Splatsim.Tests;

public sealed class DeformedSplatsTests
{
    [Fact]
    public void Constructor_Indices_MustAscend()
    {
        Assert.Equal(2, new DeformedSplats([3, 7]).Count);
        Assert.Throws<ArgumentException>(() => new DeformedSplats([3, 3]));
        Assert.Throws<ArgumentException>(() => new DeformedSplats([-1]));
    }

    [Fact]
    public void Set_OneRow_WritesItsColumnsOnly()
    {
        DeformedSplats moved = new(2);
        moved.Set(1, new(1, 2, 3), new(4, 5, 6, 7, 8, 9), Matrix3x3<Real64>.FromRows(new(0, 1, 2), new(3, 4, 5), new(6, 7, 8)));
        Assert.Equal((1f, 2f, 3f), (moved.X[1], moved.Y[1], moved.Z[1]));
        for (int k = 0; k < 6; k++) Assert.Equal((0f, k + 4f), (moved.Covariance[k][0], moved.Covariance[k][1]));
        for (int k = 0; k < 9; k++) Assert.Equal((k % 4 == 0 ? 1f : 0f, (float)k), (moved.Rotation[k][0], moved.Rotation[k][1]));
    }

    [Fact]
    public void SetCovariance_AnyCovariance_ComesBack()
    {
        GaussianCloud cloud = TestClouds.Random(50, 0), copy = new(50, 0);
        for (int i = 0; i < 50; i++)
        {
            SymmetricMatrix3x3<Real64> sigma = cloud.CovarianceOf(i);
            copy.SetCovariance(i, sigma);
            double error = (sigma.Full - copy.CovarianceOf(i).Full).SquaredNorm.Value / sigma.Full.SquaredNorm.Value;
            // Float32 log-scales and quaternions: 1e-7 each, squared in the covariance.
            Assert.True(Math.Sqrt(error) < 3e-6, $"splat {i}: {Math.Sqrt(error)}");
        }
    }
}
