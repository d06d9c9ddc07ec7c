using Splatsim.Imaging;
using Splatsim.Mathematics;
using Splatsim.Tests;

namespace Splatsim.Fitting.Tests;

/// <summary>Losses against closed forms; tolerances are rounding unless stated.</summary>
public sealed class LossValueTests
{
    private const double Rounding = 1e-13;

    [Fact]
    public void ConstantDifference_GivesItsNorms()
    {
        double[] observed = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6], predicted = [.. observed.Select(v => v + 0.25)];
        LossTarget target = new(2, 1, 3, observed);
        Assert.Equal(0.25, Value(new AbsoluteLoss(target), predicted), Rounding);
        Assert.Equal(0.0625, Value(new SquaredLoss(target), predicted), Rounding);
        double charbonnier = Math.Sqrt(0.0625 + 1e-6) - 1e-3;
        Assert.Equal(charbonnier, Value(new CharbonnierLoss(target), predicted), Rounding);
        // Halving keeps a constant.
        Assert.Equal(charbonnier, Value(new PyramidLoss(target), predicted), Rounding);
    }

    [Fact]
    public void Pyramid_SeesACheckerboardAtItsFinestLevelOnly()
    {
        double[] board = [.. Enumerable.Range(0, 64).Select(i => (i / 8 + i) % 2 * 1.0)], grey = [.. board.Select(_ => 0.5)];
        // Differences of 0.5 at one of four levels; from the second on every pixel is the mean, 0.5.
        double expected = (Math.Sqrt(0.25 + 1e-6) - 1e-3) / 4;
        Assert.Equal(expected, Value(new PyramidLoss(new LossTarget(8, 8, 1, grey)), board), Rounding);
    }

    [Fact]
    public void Mask_IsRelativeEntropy() =>
        Assert.Equal(0.8 * Math.Log(1.6) + 0.2 * Math.Log(0.4), Value(new MaskLoss(new LossTarget(1, 1, 1, [0.8])), [0.5]), Rounding);

    [Fact]
    public void Silhouette_OfSharpMasks_IsOneMinusIntersectionOverUnion()
    {
        SilhouetteLoss loss = new(new LossTarget(8, 1, 1, [1, 1, 1, 1, 0, 0, 0, 0]));
        Assert.Equal(1 - 2.0 / 6, Value(loss, [0, 0, 1, 1, 1, 1, 0, 0]), Rounding);
        Assert.Equal(0, Value(loss, [1, 1, 1, 1, 0, 0, 0, 0]), Rounding);
        Assert.Throws<ArgumentException>(() => new SilhouetteLoss(new LossTarget(2, 1, 1, [0, 0])));
    }

    [Fact]
    public void Depth_CommonFactor_CountsHalf()
    {
        double[] observed = [1, 2, 3, 0], predicted = [1.5, 3, 4.5, 7];
        double log = Math.Log(1.5);
        Assert.Equal(0.5 * log * log, Value(new DepthLoss(new LossTarget(4, 1, 1, observed)), predicted), Rounding);
        Assert.Equal(log * log, Value(new DepthLoss(new LossTarget(4, 1, 1, observed), 0), predicted), Rounding);
        Assert.Equal(0, Value(new DepthLoss(new LossTarget(4, 1, 1, observed), 1), predicted), Rounding);
    }

    [Fact]
    public void FlowAndTracks_AreDistances()
    {
        Assert.Equal(Math.Sqrt(25 + 1e-4) - 0.01, Value(new FlowLoss(new LossTarget(1, 1, 2, [1, 1])), [4, 5]), Rounding);
        LossTarget still = new(1, 1, 3, [0, 0, 0]);
        Assert.Equal(0.125, Value(new TrackLoss(still), [0.3, 0, 0.4]), Rounding);
        Assert.Equal(2.5, Value(new TrackLoss(still), [3, 0, 0]), Rounding);
    }

    [Fact]
    public void Chamfer_CountsBothWays()
    {
        // From the one predicted point 4; back from both observed ones (4 + 9) / 2.
        ChamferLoss loss = new(new LossTarget(2, 1, 3, [2, 0, 0, 0, 3, 0]));
        Assert.Equal(4 + 6.5, Value(loss, [0, 0, 0]), Rounding);
        Assert.Throws<ArgumentException>(() => Value(loss, [0, double.NaN, 0]));
    }

    [Fact]
    public void SlicedWasserstein_OfAShiftedCloud_IsItsSquaredLengthOverTheDimension()
    {
        Random random = new(3);
        double[] flat = [.. Enumerable.Range(0, 40).Select(_ => random.NextDouble())];
        double[] moved = [.. flat.Select((v, i) => v + (i % 2 == 0 ? 0.3 : -0.4))];
        // Evenly spread directions of a plane average cos^2 exactly.
        Assert.Equal(0.25 / 2, Value(new SlicedWassersteinLoss(new LossTarget(20, 1, 2, flat)), moved), Rounding);
        double[] solid = [.. Enumerable.Range(0, 60).Select(_ => random.NextDouble())];
        double[] shifted = [.. solid.Select((v, i) => v + (i % 3 == 0 ? 0.3 : -0.2))];
        // 256 points of a hemisphere average it to about a percent.
        Assert.Equal(0.17 / 3, Value(new SlicedWassersteinLoss(new LossTarget(20, 1, 3, solid), 256), shifted), 0.02 * 0.17 / 3);
        // Every point twice is the same distribution of mass.
        Assert.Equal(0, Value(new SlicedWassersteinLoss(new LossTarget(20, 1, 3, solid)), [.. solid, .. solid]), Rounding);
    }

    [Fact]
    public void Rigidity_IsZeroForMotionsAndSquaredStrainForStretches()
    {
        // Corners of a regular tetrahedron: all edges are sqrt(8) long and every neighbourhood is the whole.
        double[] rest = [1, 1, 1, 1, -1, -1, -1, 1, -1, -1, -1, 1];
        RigidityLoss loss = new(new LossTarget(4, 1, 3, rest));
        Matrix3x3<Real64> turn = Quaternion<Real64>.FromAxisAngle(new Vector3<Real64>(0.3, -0.5, 0.8).Normalized, 2.0).ToMatrix();
        double[] moved = new double[12];
        for (int i = 0; i < 4; i++)
        {
            Vector3<Real64> p = turn * new Vector3<Real64>(rest[3 * i], rest[3 * i + 1], rest[3 * i + 2]) + new Vector3<Real64>(5, 6, 7);
            (moved[3 * i], moved[3 * i + 1], moved[3 * i + 2]) = (p.X.Value, p.Y.Value, p.Z.Value);
        }

        Assert.Equal(0, Value(loss, moved), 1e-24);
        Assert.Equal(0.01 * 8, Value(loss, [.. moved.Select(v => 1.1 * v)]), 1e-12);
    }

    [Fact]
    public void Regularisers_OfRampAndStep()
    {
        double[] ramp = [0, 0.5, 1, 1.5], step = [0, 0, 2, 2], none = new double[4];
        Assert.Equal(0.25 * 3 / 4, Value(new SmoothnessLoss(new LossTarget(4, 1, 1, none)), ramp), Rounding);
        // The same along rows and along planes.
        Assert.Equal(0.25 * 3 / 4, Value(new SmoothnessLoss(new LossTarget(1, 4, 1, none)), ramp), Rounding);
        Assert.Equal(0.25 * 3 / 4, Value(new SmoothnessLoss(new LossTarget(1, 1, 1, none, depth: 4)), ramp), Rounding);
        Assert.Equal((Math.Sqrt(4 + 1e-6) - 1e-3) / 4, Value(new TotalVariationLoss(new LossTarget(4, 1, 1, none)), step), Rounding);
        Assert.Equal(0, Value(new TotalVariationLoss(new LossTarget(4, 1, 1, none)), [3, 3, 3, 3]), Rounding);
        // 2 standard deviations of 0.5 off, and exactly right.
        Assert.Equal(2, Value(new PlausibilityLoss(new LossTarget(2, 1, 1, [5, 1], [4, 1])), [6, 1]), Rounding);
    }

    [Fact]
    public void Feature_DoesNotSeeBrightness_ButStructure()
    {
        Random random = new(4);
        double[] image = [.. Enumerable.Range(0, 16 * 15 * 3).Select(_ => random.NextDouble())];
        FeatureLoss loss = new(new LossTarget(16, 15, 3, image));
        // The filters sum to 0: a constant changes rounding only.
        Assert.Equal(0, Value(loss, [.. image.Select(v => v + 0.2)]), 1e-20);
        Assert.True(Value(loss, [.. image.Reverse()]) > 0.1);
    }

    [Fact]
    public void Feature_TakesAnotherNetwork()
    {
        Random random = new(9);
        double[] image = [.. Enumerable.Range(0, 12).Select(_ => random.NextDouble())], at = [.. image.Select(v => 1 - v)];
        FeatureLoss loss = new(new LossTarget(3, 2, 2, image), new Squares());
        Assert.Equal(0, Value(loss, image), 1e-20);
        double[] gradient = new double[12];
        loss.Evaluate(at, gradient);
        for (int i = 0; i < 12; i++)
        {
            (double derivative, _) = FourthOrder.Derivative(x => Value(loss, x), at, i, 1, gradient[i], 1);
            Assert.Equal(derivative, gradient[i], 1e-8 * gradient.Max(Math.Abs));
        }
    }

    [Fact]
    public void Composite_AddsValuesAndGradients()
    {
        LossTarget target = LossSamples.Target(LossKind.Image, new Random(5));
        double[] at = LossSamples.Prediction(LossKind.Image, new Random(6)), first = new double[at.Length], second = new double[at.Length], sum = new double[at.Length];
        AbsoluteLoss l1 = new(target);
        StructuralSimilarityLoss dssim = new(target);
        double expected = 0.8 * l1.Evaluate(at, first) + 0.2 * dssim.Evaluate(at, second);
        Assert.Equal(expected, new CompositeLoss((0.8, l1), (0.2, dssim)).Evaluate(at, sum), Rounding);
        for (int i = 0; i < sum.Length; i++) Assert.Equal(0.8 * first[i] + 0.2 * second[i], sum[i], Rounding);
        Assert.Throws<ArgumentException>(() => new CompositeLoss());
        Assert.Throws<ArgumentException>(() => new CompositeLoss((-1, l1)));
    }

    [Fact]
    public void FramePlanes_AddTheirGradient()
    {
        FloatImage observed = new(2, 1, 3), predicted = new(2, 1, 3), gradient = new(2, 1, 3);
        Array.Fill(predicted.Data, 0.5f);
        Array.Fill(gradient.Data, 1f);
        FloatImage weights = new(2, 1, 1);
        weights.Data[0] = 1;
        double value = FrameLosses.Add(new SquaredLoss(FrameLosses.Target(observed, weights)), 3, predicted, gradient);
        Assert.Equal(0.75, value, Rounding);
        // 1 + 3 * 2 * 0.5 / 3, at the pixel that counts.
        Assert.Equal([2f, 2f, 2f, 1f, 1f, 1f], gradient.Data);
        Assert.Throws<ArgumentException>(() => FrameLosses.Add(new SquaredLoss(FrameLosses.Target(observed)), 1, predicted, new FloatImage(1, 1, 3)));
    }

    // One layer: the square of every number, and its cube.
    private sealed class Squares : IFeatureNetwork
    {
        public IReadOnlyList<FeatureMap> Forward(FeatureMap image) =>
            [image with { Channels = 2 * image.Channels, Values = [.. image.Values.SelectMany(v => new[] { v * v, v * v * v })] }];

        public FeatureMap Backward(FeatureMap image, IReadOnlyList<FeatureMap> features, IReadOnlyList<FeatureMap> gradients)
        {
            double[] g = gradients[0].Values;
            return image with { Values = [.. image.Values.Select((v, i) => 2 * v * g[2 * i] + 3 * v * v * g[2 * i + 1])] };
        }
    }

    private static double Value(ILoss loss, double[] predicted) => loss.Evaluate(predicted, new double[predicted.Length]);
}
