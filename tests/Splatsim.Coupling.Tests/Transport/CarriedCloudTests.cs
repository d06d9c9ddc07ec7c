using Splatsim.Coupling;
using Splatsim.Mathematics;
using Splatsim.Splats;

namespace Splatsim.Tests;

public sealed class CarriedCloudTests
{
    // The rotation is kept in single precision; a band of 9 coefficients near 1 turns its rounding into about 1e-5.
    private const float HarmonicTolerance = 2e-5f;

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(4)]
    public void Bake_RigidMotion_IsTheTransformedCloud(int degree)
    {
        // Independent path: the edit that transforms whole clouds.
        GaussianCloud cloud = TestClouds.Random(64, degree, 1);
        Matrix3x3<Real64> r = TestClouds.Rotation(1, -2, 0.5, 1.9);
        Vector3<Real64> t = new(0.1, 0.2, -0.4);
        GaussianCloud baked = CarriedCloud.Bake(cloud, Move(cloud, r, t));
        GaussianCloud turned = CloudEdits.Copy(cloud);
        CloudTransforms.Apply(turned, new SimilarityTransform(in r, 1, in t));
        for (int i = 0; i < cloud.Count; i++)
        {
            Assert.Equal(turned.X[i], baked.X[i], 1e-6f);
            Assert.Equal(cloud.OpacityLogit[i], baked.OpacityLogit[i]);
            Matrix3x3<Real64> expected = turned.CovarianceOf(i).Full;
            Assert.True(TestClouds.Size(baked.CovarianceOf(i).Full - expected) <= 3e-6 * TestClouds.Size(expected));
            for (int k = 0; k < cloud.ShCoefficientCount; k++)
                for (int channel = 0; channel < 3; channel++) Assert.Equal(turned.Sh(k, channel)[i], baked.Sh(k, channel)[i], HarmonicTolerance);
        }
    }

    [Fact]
    public void Bake_Stretch_KeepsTheMovedCovariance()
    {
        GaussianCloud cloud = TestClouds.Random(64, 1, 2);
        DeformedSplats moved = Move(cloud, TestClouds.Rotation(1, 1, 0, 0.6) * Matrix3x3<Real64>.Diagonal(0.5, 1, 2), default);
        GaussianCloud baked = CarriedCloud.Bake(cloud, moved);
        for (int i = 0; i < cloud.Count; i++)
        {
            Matrix3x3<Real64> expected = TestClouds.Covariance(moved, i).Full;
            // Logarithms and a quaternion in single precision.
            Assert.True(TestClouds.Size(baked.CovarianceOf(i).Full - expected) <= 3e-6 * TestClouds.Size(expected));
        }
    }

    [Fact]
    public void Bake_SomeSplats_LeavesTheOthersAlone()
    {
        GaussianCloud cloud = TestClouds.Random(10, 2, 3);
        SplatTransport transport = new(cloud, [4], SceneFrame.Identity);
        double[] turn = new double[9];
        TestClouds.Write(TestClouds.Rotation(0, 0, 1, 1), turn);
        transport.Update([1, 2, 3], turn);
        GaussianCloud baked = CarriedCloud.Bake(cloud, transport.Splats);
        for (int i = 0; i < cloud.Count; i++)
        {
            bool same = true;
            for (int column = 0; column < 11; column++) same &= cloud.GeometryColumns[column][i] == baked.GeometryColumns[column][i];
            Assert.Equal(i != 4, same);
        }

        Assert.Equal(1f, baked.X[4]);
    }

    [Fact]
    public void Bake_FlatAndTinySplats_StayFinite()
    {
        GaussianCloud cloud = TestClouds.Random(20, 0, 4, size: 1e-6);
        cloud.LogScaleZ.Fill(float.NegativeInfinity);
        GaussianCloud baked = CarriedCloud.Bake(cloud, Move(cloud, TestClouds.Rotation(1, 2, 3, 0.3), default));
        for (int i = 0; i < cloud.Count; i++)
        {
            // The three scales, whatever their order, and the flat one at rounding noise.
            float[] scales = [baked.LogScaleX[i], baked.LogScaleY[i], baked.LogScaleZ[i]];
            Array.Sort(scales);
            float[] expected = [cloud.LogScaleX[i], cloud.LogScaleY[i]];
            Array.Sort(expected);
            Assert.Equal(expected[1], scales[2], 1e-4f);
            Assert.Equal(expected[0], scales[1], 1e-4f);
            Assert.True(float.IsFinite(scales[0]) && scales[0] < scales[2] - 5, $"flat direction {scales[0]} beside {scales[2]}");
        }
    }

    private static DeformedSplats Move(GaussianCloud cloud, Matrix3x3<Real64> f, Vector3<Real64> t)
    {
        SplatTransport transport = new(cloud, null, SceneFrame.Identity);
        (double[] points, double[] gradients) = TestClouds.Affine(cloud, x => x, f, t);
        transport.Update(points, gradients);
        return transport.Splats;
    }
}
