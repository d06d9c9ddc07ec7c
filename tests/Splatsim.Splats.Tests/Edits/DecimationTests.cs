using Splatsim.Mathematics;
using Splatsim.Splats;

namespace Splatsim.Tests.Edits;

public sealed class DecimationTests
{
    [Fact]
    public void Reduce_EqualTwins_GivesOneOfThemBack()
    {
        // Every splat twice with half the weight each (opacity 0.3 each): merging twins changes nothing but the opacity.
        GaussianCloud single = TestClouds.Random(400, 1, seed: 4, spread: 10);
        single.OpacityLogit.Fill((float)Math.Log(0.3 / 0.7));
        GaussianCloud twins = CloudEdits.Merge([single, single]);
        GaussianCloud reduced = Decimation.Reduce(twins, 400, null, TestContext.Current.CancellationToken);
        Assert.Equal(400, reduced.Count);
        for (int i = 0; i < 400; i++)
        {
            int twin = Enumerable.Range(0, 400).MinBy(k => (single.MeanOf(k) - reduced.MeanOf(i)).LengthSquared.Value);
            // Double arithmetic, stored in float32: relative 1e-7, a few roundings.
            Assert.True((single.MeanOf(twin) - reduced.MeanOf(i)).Length.Value < 1e-5);
            SymmetricMatrix3x3<Real64> expected = single.CovarianceOf(twin);
            Assert.True((expected.Full - reduced.CovarianceOf(i).Full).SquaredNorm.Value < 1e-10 * expected.Full.SquaredNorm.Value);
            Assert.Equal(0.6, reduced.OpacityOf(i), 1e-6);
            Assert.Equal(single.Sh(2, 1)[twin], reduced.Sh(2, 1)[i], 1e-6);
        }
    }

    [Fact]
    public void Reduce_DenseCloud_KeepsTheMomentsOfTheWhole()
    {
        GaussianCloud cloud = TestClouds.Random(2000, 0, seed: 6);
        // Faint, so that no merged opacity reaches the cap: weights are then conserved and with them the moments.
        cloud.OpacityLogit.Fill(-6);
        GaussianCloud reduced = Decimation.Reduce(cloud, 700, null, TestContext.Current.CancellationToken);
        Assert.Equal(700, reduced.Count);
        (double weight, Vector3<Real64> mean) = Moments(cloud);
        (double reducedWeight, Vector3<Real64> reducedMean) = Moments(reduced);
        // float32 storage of 2000 splats, up to 10 generations.
        Assert.Equal(weight, reducedWeight, 2e-5 * weight);
        Assert.True((mean - reducedMean).Length.Value < 2e-5);
    }

    [Fact]
    public void Reduce_Labels_NeverMix()
    {
        GaussianCloud cloud = TestClouds.Random(600, 0, seed: 7);
        cloud.Labels = [.. Enumerable.Range(0, 600).Select(i => (byte)(i % 3))];
        GaussianCloud reduced = Decimation.Reduce(cloud, 1, null, TestContext.Current.CancellationToken);
        Assert.Equal(3, reduced.Count);
        Assert.Equal((byte[])[0, 1, 2], reduced.Labels!.Order().ToArray());
    }

    [Fact]
    public void Reduce_NanSplats_AreCarriedAlong()
    {
        GaussianCloud cloud = TestClouds.Random(300, 0, seed: 9);
        cloud.X[10] = float.NaN;
        GaussianCloud reduced = Decimation.Reduce(cloud, 150, null, TestContext.Current.CancellationToken);
        Assert.Equal(150, reduced.Count);
        Assert.Equal(1, reduced.X.ToArray().Count(float.IsNaN));
    }

    private static (double Weight, Vector3<Real64> Mean) Moments(GaussianCloud cloud)
    {
        double total = 0;
        Vector3<Real64> sum = default;
        for (int i = 0; i < cloud.Count; i++)
        {
            Vector3<Real64> s = cloud.ScaleOf(i);
            double a = s.X.Value * s.Y.Value, b = s.Y.Value * s.Z.Value, c = s.Z.Value * s.X.Value;
            double weight = cloud.OpacityOf(i) * Math.Sqrt(a * a + b * b + c * c);
            total += weight;
            sum += new Real64(weight) * cloud.MeanOf(i);
        }

        return (total, new Real64(1 / total) * sum);
    }
}
