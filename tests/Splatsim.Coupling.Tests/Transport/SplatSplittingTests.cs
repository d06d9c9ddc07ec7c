using Splatsim.Coupling;
using Splatsim.Mathematics;
using Splatsim.Splats;

namespace Splatsim.Tests;

public sealed class SplatSplittingTests
{
    [Theory]
    [InlineData(1.8)]
    [InlineData(3)]
    [InlineData(5.9)]
    public void Apply_StretchedSplat_KeepsMeanCovarianceAndDepth(double stretch)
    {
        // Equal parts: the mean of their means, and the mean of their covariances plus that of their places, are those of the whole.
        (GaussianCloud cloud, SplatTransport transport) = Stretched(stretch);
        SplitSplats split = SplatSplitting.Apply(cloud, transport.Splats);
        Assert.True(split.Splats.Count > 2);
        Assert.Equal(split.Cloud.Count, split.Splats.Count);
        int parts = split.Splats.Count;
        Vector3<Real64> mean = default;
        for (int i = 0; i < parts; i++) mean += new Real64(1.0 / parts) * Mean(split.Splats, i);
        Assert.Equal(0, (mean - Mean(transport.Splats, 0)).LengthSquared.Value, 1e-12);
        Matrix3x3<Real64> second = default;
        for (int i = 0; i < parts; i++)
        {
            Vector3<Real64> d = Mean(split.Splats, i) - mean;
            second += new Real64(1.0 / parts) * (TestClouds.Covariance(split.Splats, i).Full + Matrix3x3<Real64>.Outer(d, d));
        }

        Matrix3x3<Real64> expected = TestClouds.Covariance(transport.Splats, 0).Full;
        // Single precision of the columns.
        Assert.Equal(0, Math.Sqrt((second - expected).SquaredNorm.Value / expected.SquaredNorm.Value), 1e-5);
        double whole = Math.Log(1 + Math.Exp(cloud.OpacityLogit[0]));
        double part = Math.Log(1 + Math.Exp(split.Cloud.OpacityLogit[parts - 1]));
        Assert.Equal(whole * stretch, parts * part, 1e-4 * whole * stretch);
    }

    [Fact]
    public void Apply_StretchedSplat_LooksLikeItWithShorterEnds()
    {
        // Optical depth along the axis: close to the stretched Gaussian's inside, much less beyond its visible length.
        (GaussianCloud cloud, SplatTransport transport) = Stretched(4);
        SplitSplats split = SplatSplitting.Apply(cloud, transport.Splats);
        double sigma = Math.Sqrt(transport.Splats.Covariance[0][0]);
        double peak = Depth(split, 0);
        Assert.InRange(peak / Math.Log(1 + Math.Exp(cloud.OpacityLogit[0])), 0.6, 1.0);
        // Crests and troughs of Gaussians 2 s apart differ by 2 x 2 exp(-2 pi^2 s^2 / D^2) = 2.9 %, here over a standard deviation to both sides.
        for (double x = -1; x <= 1; x += 0.05) Assert.InRange(Depth(split, x * sigma) / peak, 0.97, 1.03);
        Assert.True(Depth(split, 2.5 * sigma) < 0.1 * Math.Exp(-0.5 * 2.5 * 2.5) * peak);
    }

    [Fact]
    public void Apply_NothingStretched_ReturnsWhatItWasGiven()
    {
        (GaussianCloud cloud, SplatTransport transport) = Stretched(1.5);
        SplitSplats split = SplatSplitting.Apply(cloud, transport.Splats);
        Assert.Same(cloud, split.Cloud);
        Assert.Same(transport.Splats, split.Splats);
    }

    [Fact]
    public void Apply_FlatSplatStretchedAcross_StaysWhole()
    {
        // A disc stretched fourfold along its thin side is still shorter there than it is wide.
        GaussianCloud cloud = One(0.1, 0.1, 0.01);
        SplatTransport transport = Moved(cloud, Matrix3x3<Real64>.Diagonal(1, 1, 4), StretchClamp.Splitting);
        Assert.Same(cloud, SplatSplitting.Apply(cloud, transport.Splats).Cloud);
    }

    [Theory]
    [InlineData(6, 6)]
    [InlineData(9, 4)]
    [InlineData(36, 1)]
    [InlineData(100, 1)]
    public void Apply_TornSplat_ShrinksAsTheCrackOpens(double stretch, double drawn)
    {
        // Closed form: 6^2 / s, at least 1.
        GaussianCloud cloud = One(0.1, 0.1, 0.1);
        SplatTransport transport = Moved(cloud, Matrix3x3<Real64>.Diagonal(stretch, 1, 1), StretchClamp.Splitting);
        Assert.Equal(0.1 * drawn, Math.Sqrt(transport.Splats.Covariance[0][0]), 1e-6 * drawn);
    }

    private static double Depth(SplitSplats split, double x)
    {
        double sum = 0;
        for (int i = 0; i < split.Splats.Count; i++)
        {
            double d = x - split.Splats.X[i];
            sum += Math.Log(1 + Math.Exp(split.Cloud.OpacityLogit[i])) * Math.Exp(-0.5 * d * d / split.Splats.Covariance[0][i]);
        }

        return sum;
    }

    private static (GaussianCloud Cloud, SplatTransport Transport) Stretched(double stretch)
    {
        GaussianCloud cloud = One(0.1, 0.08, 0.02);
        return (cloud, Moved(cloud, Matrix3x3<Real64>.Diagonal(stretch, 1 / Math.Sqrt(stretch), 1 / Math.Sqrt(stretch)), StretchClamp.Splitting));
    }

    private static SplatTransport Moved(GaussianCloud cloud, Matrix3x3<Real64> f, StretchClamp clamp)
    {
        SplatTransport transport = new(cloud, null, SceneFrame.Identity, _ => clamp);
        (double[] points, double[] gradients) = TestClouds.Affine(cloud, x => x, f, default);
        transport.Update(points, gradients);
        return transport;
    }

    private static GaussianCloud One(double x, double y, double z)
    {
        GaussianCloud cloud = new(1, 0);
        cloud.RotationW[0] = 1;
        cloud.LogScaleX[0] = (float)Math.Log(x);
        cloud.LogScaleY[0] = (float)Math.Log(y);
        cloud.LogScaleZ[0] = (float)Math.Log(z);
        cloud.OpacityLogit[0] = 1.5f;
        return cloud;
    }

    private static Vector3<Real64> Mean(DeformedSplats splats, int row) => new(splats.X[row], splats.Y[row], splats.Z[row]);
}
