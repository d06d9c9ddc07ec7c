using Splatsim.Coupling;
using Splatsim.Mathematics;
using Splatsim.Splats;

namespace Splatsim.Tests;

public sealed class SplatTransportTests
{
    // A few dozen roundings of single precision, relative to the covariance.
    private const double SingleTolerance = 3e-6;

    [Fact]
    public void Update_BeforeAnyMotion_IsTheCloudItself()
    {
        GaussianCloud cloud = TestClouds.Random(37, 0, 1);
        DeformedSplats splats = new SplatTransport(cloud, null, SceneFrame.Identity).Splats;
        for (int i = 0; i < cloud.Count; i++)
        {
            Assert.Equal(cloud.X[i], splats.X[i]);
            AssertNear(cloud.CovarianceOf(i).Full, TestClouds.Covariance(splats, i).Full);
        }
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(16, false)]
    [InlineData(1037, false)]
    [InlineData(1037, true)]
    public void Update_UniformStretch_MovesTheMoments(int count, bool wide)
    {
        // Closed form: an affine map x -> F x + t takes a Gaussian to mean F m + t and covariance F Sigma F^T.
        GaussianCloud cloud = TestClouds.Random(count, 0, 2);
        Matrix3x3<Real64> f = TestClouds.Rotation(1, 2, 3, 0.7) * Matrix3x3<Real64>.FromRows(new(1.5, 0.2, 0), new(0.2, 0.8, 0.1), new(0, 0.1, 2));
        Vector3<Real64> t = new(0.3, -1, 2);
        SplatTransport transport = new(cloud, null, SceneFrame.Identity, null, null, wide);
        (double[] points, double[] gradients) = TestClouds.Affine(cloud, x => x, f, t);
        transport.Update(points, gradients);
        PolarDecomposition.Rotation(in f, out Matrix3x3<Real64> rotation);
        for (int i = 0; i < count; i++)
        {
            Vector3<Real64> mean = f * cloud.MeanOf(i) + t;
            Assert.Equal(mean.X.Value, transport.Splats.X[i], 5e-7);
            Assert.Equal(mean.Y.Value, transport.Splats.Y[i], 5e-7);
            Assert.Equal(mean.Z.Value, transport.Splats.Z[i], 5e-7);
            AssertNear(SymmetricMatrix3x3<Real64>.Congruence(in f, cloud.CovarianceOf(i)).Full, TestClouds.Covariance(transport.Splats, i).Full);
            AssertNear(rotation, TestClouds.TurnOf(transport.Splats, i));
        }
    }

    [Fact]
    public void Update_InAnotherFrame_SeesTheSameMotion()
    {
        // The motion x -> R^T F R x in splat space is x -> F x in the turned and scaled simulation space.
        GaussianCloud cloud = TestClouds.Random(50, 0, 3);
        SceneFrame frame = new(0.25, TestClouds.Rotation(3, -1, 2, 2.1), new(0.5, -0.25, 1));
        Matrix3x3<Real64> f = TestClouds.Rotation(0, 1, 1, 1.1) * Matrix3x3<Real64>.Diagonal(0.7, 1.2, 1.9);
        SplatTransport transport = new(cloud, null, frame);
        (double[] points, double[] gradients) = TestClouds.Affine(cloud, x => frame.ToSimulation(in x), f, default);
        transport.Update(points, gradients);
        Matrix3x3<Real64> seen = frame.Rotation.Transposed * f * frame.Rotation;
        for (int i = 0; i < cloud.Count; i++)
        {
            Vector3<Real64> mean = frame.Origin + seen * (cloud.MeanOf(i) - frame.Origin);
            Assert.Equal(mean.X.Value, transport.Splats.X[i], 1e-6);
            Assert.Equal(mean.Y.Value, transport.Splats.Y[i], 1e-6);
            AssertNear(SymmetricMatrix3x3<Real64>.Congruence(in seen, cloud.CovarianceOf(i)).Full, TestClouds.Covariance(transport.Splats, i).Full);
        }
    }

    [Theory]
    [InlineData(0.25, 4)]
    [InlineData(0.4, 2.5)]
    public void Update_ExtremeStretch_IsClamped(double minimum, double maximum)
    {
        GaussianCloud cloud = TestClouds.Random(9, 0, 4);
        Matrix3x3<Real64> u = TestClouds.Rotation(1, 0, 2, 0.4), v = TestClouds.Rotation(0, 3, 1, 1.3);
        SplatTransport transport = new(cloud, null, SceneFrame.Identity, _ => new StretchClamp(minimum, maximum));
        (double[] points, double[] gradients) = TestClouds.Affine(cloud, x => x, u * Matrix3x3<Real64>.Diagonal(9, 1.5, 0.01) * v.Transposed, default);
        transport.Update(points, gradients);
        Matrix3x3<Real64> g = u * Matrix3x3<Real64>.Diagonal(maximum, 1.5, minimum) * v.Transposed;
        for (int i = 0; i < cloud.Count; i++)
            AssertNear(SymmetricMatrix3x3<Real64>.Congruence(in g, cloud.CovarianceOf(i)).Full, TestClouds.Covariance(transport.Splats, i).Full);
    }

    [Fact]
    public void Apply_InDoubleAndSingle_AgreeWithTheDefinition()
    {
        Random random = new(5);
        for (int trial = 0; trial < 100; trial++)
        {
            Matrix3x3<Real64> f = TestClouds.Rotation(random.NextDouble(), random.NextDouble(), 1, 3 * random.NextDouble())
                * Matrix3x3<Real64>.Diagonal(0.5 + random.NextDouble(), 0.5 + random.NextDouble(), 0.5 + random.NextDouble());
            SymmetricMatrix3x3<Real64> rest = new(2, 0.3, -0.4, 1, 0.2, 0.5);
            SplatDeformation.Apply<Real64>(in f, in rest, StretchBounds<Real64>.From(StretchClamp.Default), out SymmetricMatrix3x3<Real64> moved, out Matrix3x3<Real64> rotation);
            // Without an active clamp G is F; double rounding only.
            Assert.True(TestClouds.Size(moved.Full - SymmetricMatrix3x3<Real64>.Congruence(in f, in rest).Full) < 1e-13);
            Assert.True(TestClouds.Size(rotation * rotation.Transposed - Matrix3x3<Real64>.Identity) < 1e-14);
        }
    }

    [Fact]
    public void Update_SomeSplats_NeedsTheirRowsOnly()
    {
        GaussianCloud cloud = TestClouds.Random(20, 0, 6);
        SplatTransport transport = new(cloud, [3, 7, 19], SceneFrame.Identity);
        transport.Update([1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0, 0, 1, 0, 0, 0, 1]);
        Assert.Equal(3, transport.Splats.Count);
        Assert.Equal(9f, transport.Splats.Z[2]);
        AssertNear(cloud.CovarianceOf(7).Full, TestClouds.Covariance(transport.Splats, 1).Full);
        Assert.Throws<ArgumentException>(() => transport.Update(new double[6], new double[27]));
        Assert.Throws<ArgumentException>(() => new SplatTransport(cloud, [20], SceneFrame.Identity));
    }

    private static void AssertNear(Matrix3x3<Real64> expected, Matrix3x3<Real64> actual)
    {
        double error = TestClouds.Size(actual - expected) / TestClouds.Size(expected);
        Assert.True(error <= SingleTolerance, $"relative error {error}");
    }
}
