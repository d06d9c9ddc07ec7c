using Splatsim.Compute;
using Splatsim.Imaging;
using Splatsim.Mathematics;
using Splatsim.Splats;

namespace Splatsim.Rendering.Tests.Gradients;

/// <summary>The fast gradient against the reference's, which central differences confirm, and against itself.</summary>
public sealed class RasterizerBackwardTests
{
    private static readonly RenderOptions Plain = new() { Background = new(0.1, 0.2, 0.3) };

    private static readonly string[] Common =
        ["means", "quaternions", "log-scales", "opacity logits", "harmonics", "pose rotation", "pose translation", "view matrix"];

    [Theory]
    [InlineData(CameraProjection.Pinhole, VectorWidth.Lanes8, false)]
    [InlineData(CameraProjection.Pinhole, VectorWidth.Lanes16, true)]
    [InlineData(CameraProjection.Orthographic, VectorWidth.Lanes8, true)]
    [InlineData(CameraProjection.Equirectangular, VectorWidth.Lanes8, false)]
    [InlineData(CameraProjection.Equirectangular, VectorWidth.Lanes16, true)]
    public void Backward_EveryProjectionAndWidth_MatchesReference(CameraProjection projection, VectorWidth width, bool antialiased)
    {
        // The box surrounds the camera: splats at the seam and the poles, beside the image, around the near plane.
        GaussianCloud cloud = TestScenes.Random(303, 3, 31, near: -3, depth: 6, spread: 3, logScale: -2.2);
        BackwardComparison comparison = new(cloud, null, TestScenes.Camera(103, 61, projection), Plain with { Antialiased = antialiased });
        Assert.Empty(Common.Append("background").Except(comparison.Run(width)));
    }

    [Fact]
    public void Backward_EveryOption_MatchesReference()
    {
        GaussianCloud cloud = TestScenes.Random(300, 2, 32);
        FloatImage picture = new(90, 70, 3);
        for (int i = 0; i < picture.Data.Length; i++) picture.Data[i] = i % 7 / 8f;
        float[] numbers = [.. Enumerable.Range(0, cloud.Count).Select(i => i % 10 / 10f)];
        RenderOptions[] variants =
        [
            new() { Antialiased = true, LowPass = 0.1, MinimumCompensation = 0.2 },
            new() { AlphaCap = 0.6, AlphaMinimum = 0.05 },
            new() { AlphaMinimum = 1e-4 },
            new() { TransmittanceStop = 0.2 },
            new() { Extent = SplatExtent.Square3 },
            new() { Extent = SplatExtent.Square3, TailFloor = Math.Exp(-4.5), Near = 0.2 },
            new() { TailFloor = 0.05, Antialiased = true },
            new() { Order = SplatOrder.Distance },
            new() { MaximumDegree = 0 },
            new() { MaximumDegree = 1 },
            new() { Near = 3, Far = 5 },
            new() { BackgroundImage = picture },
            new() { ScalarColor = new ScalarColoring(numbers, Colormap.Viridis) },
        ];
        foreach (RenderOptions options in variants)
            new BackwardComparison(cloud, null, TestScenes.Camera(90, 70), options).Run(VectorWidth.Automatic);
    }

    [Theory]
    [InlineData(1, RenderOutputs.ColorAlpha, 0)]
    [InlineData(3, RenderOutputs.ColorAlpha | RenderOutputs.ExpectedDepth, 0.02)]
    [InlineData(7, RenderOutputs.ColorAlpha | RenderOutputs.AccumulatedDepth, 0)]
    public void Backward_Channels_MatchReference(int channels, RenderOutputs outputs, double tailFloor)
    {
        GaussianCloud cloud = TestScenes.Random(301, 1, 33);
        RenderOptions options = Plain with { Channels = TestScenes.Channels(cloud.Count, channels, 34), TailFloor = tailFloor };
        BackwardComparison comparison = new(cloud, null, TestScenes.Camera(90, 70), options) { Outputs = outputs };
        Assert.Empty(Common.Append("channels").Except(comparison.Run(VectorWidth.Automatic)));
    }

    [Theory]
    [InlineData(VectorWidth.Lanes8, 3, false)]
    [InlineData(VectorWidth.Lanes16, 2, true)]
    [InlineData(VectorWidth.Lanes8, 0, true)]
    public void Backward_AllSplatsMoved_MatchesReference(VectorWidth width, int degree, bool antialiased)
    {
        GaussianCloud cloud = TestScenes.Random(203, degree, 35);
        DeformedSplats deformed = new(cloud.Count);
        TestScenes.Deform(deformed, cloud, 36);
        HashSet<string> found = new BackwardComparison(cloud, deformed, TestScenes.Camera(90, 70), Plain with { Antialiased = antialiased }).Run(width);
        Assert.Superset(new HashSet<string>(degree > 0 ? ["means", "covariances", "rotations"] : ["means", "covariances"]), found);
        Assert.DoesNotContain("quaternions", found);
    }

    [Fact]
    public void Backward_SomeSplatsMoved_MatchesReference()
    {
        GaussianCloud cloud = TestScenes.Random(203, 2, 37);
        // Whole bundles, parts of bundles, single splats, the last one.
        DeformedSplats deformed = new([.. Enumerable.Range(0, cloud.Count).Where(i => i < 40 || i % 5 == 0 || i >= 200)]);
        TestScenes.Deform(deformed, cloud, 38);
        deformed.Hide(3);
        HashSet<string> found = new BackwardComparison(cloud, deformed, TestScenes.Camera(90, 70), Plain).Run(VectorWidth.Automatic);
        Assert.Superset(new HashSet<string>([.. Common, "covariances", "rotations"]), found);
    }

    // Needles cancel digits in the conic; huge splats cross every tile.
    [Fact]
    public void Backward_NeedlesAndHugeSplats_MatchReference()
    {
        GaussianCloud cloud = TestScenes.Random(120, 1, 39, near: 0.3, depth: 5);
        Random random = new(40);
        for (int i = 0; i < cloud.Count; i++)
        {
            cloud.LogScaleX[i] = (float)(-6 + 6 * random.NextDouble());
            cloud.LogScaleY[i] = (float)(-6 + 4 * random.NextDouble());
        }

        new BackwardComparison(cloud, null, TestScenes.Camera(150, 110), Plain).Run(VectorWidth.Automatic);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Backward_AtTheNearPlaneAndBesideTheImage_MatchesReference(bool antialiased)
    {
        GaussianCloud cloud = TestScenes.Random(60, 2, 47);
        Camera camera = TestScenes.Camera(60, 44);
        RenderOptions options = Plain with { Near = 0.5, Antialiased = antialiased };
        // Just behind and before the near plane; then means beyond each edge of the Jacobian's clamp, wide enough to be seen.
        (double X, double Y, double Z)[] places =
            [(0.05, -0.1, 0.501), (-0.1, 0.02, 0.52), (0, 0, 0.499), (2.6, 0.2, 2), (-2.7, 0, 2.1), (0.1, 2.4, 2.2), (0, -2.5, 2.3), (2.9, 2.4, 2.4)];
        for (int i = 0; i < places.Length; i++)
        {
            (cloud.X[i], cloud.Y[i], cloud.Z[i]) = ((float)places[i].X, (float)places[i].Y, (float)places[i].Z);
            float size = i < 3 ? -3 : 0.1f;
            (cloud.LogScaleX[i], cloud.LogScaleY[i], cloud.LogScaleZ[i], cloud.OpacityLogit[i]) = (size, size - 0.2f, size - 0.4f, 0.5f);
        }

        new BackwardComparison(cloud, null, camera, options).Run(VectorWidth.Automatic);
        SplatGradient gradient = Differentiate(cloud, camera, options, new Rasterizer { Differentiable = true });
        Assert.All(Enumerable.Range(0, places.Length), i => Assert.Equal(i == 2, gradient.Cloud.X[i] == 0));
        CameraView<Real64> view = CameraView<Real64>.Of(camera, options);
        Assert.All(places[3..], p => Assert.True(Math.Abs(p.X / p.Z) > view.ClampRight.Value || Math.Abs(p.Y / p.Z) > view.ClampBottom.Value));
    }

    [Fact]
    public void Backward_AnyNumberOfWorkers_GivesTheSameBits()
    {
        GaussianCloud cloud = TestScenes.Random(5003, 2, 41);
        Camera camera = TestScenes.Camera(160, 120);
        RenderOptions options = Plain with { Channels = TestScenes.Channels(cloud.Count, 2, 42) };
        Dictionary<string, double[]>? first = null;
        foreach (int workers in new[] { 1, 2, 5 })
        {
            using WorkerPool pool = new(workers);
            Dictionary<string, double[]> own = GradientTensors.Of(Differentiate(cloud, camera, options, new Rasterizer(pool) { Differentiable = true }));
            first ??= own;
            foreach ((string name, double[] values) in first) Assert.True(values.AsSpan().SequenceEqual(own[name]), $"{name} differs with {workers} workers");
        }

        Assert.Contains(first!["means"], v => v != 0);
    }

    [Fact]
    public void Backward_SecondFrame_AllocatesNothing()
    {
        GaussianCloud cloud = TestScenes.Random(2000, 1, 43);
        Camera camera = TestScenes.Camera(100, 80);
        using WorkerPool pool = new(1);
        Rasterizer rasterizer = new(pool) { Differentiable = true };
        RenderTarget target = new(100, 80);
        TargetGradient loss = new() { Color = target.Color };
        SplatGradient gradient = new(cloud);
        void Frame()
        {
            rasterizer.Render(cloud, camera, Plain, target);
            rasterizer.Backward(loss, gradient);
        }

        Frame();
        Frame();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Frame();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Backward_ReusedForAnotherLoss_KeepsNothingOfTheFirst()
    {
        GaussianCloud cloud = TestScenes.Random(500, 1, 44);
        Camera camera = TestScenes.Camera(64, 48);
        Rasterizer rasterizer = new() { Differentiable = true };
        RenderTarget target = new(64, 48);
        rasterizer.Render(cloud, camera, Plain, target);
        SplatGradient gradient = new(cloud);
        rasterizer.Backward(new TargetGradient { Color = target.Color }, gradient);
        Assert.Contains(GradientTensors.Of(gradient)["means"], v => v != 0);
        rasterizer.Backward(new TargetGradient { Color = new FloatImage(64, 48, 3) }, gradient);
        Assert.All(GradientTensors.Of(gradient), tensor => Assert.All(tensor.Value, v => Assert.Equal(0, v)));
    }

    [Fact]
    public void Render_Channels_AreSumsOfWeightTimesNumber()
    {
        GaussianCloud cloud = TestScenes.Random(700, 0, 45);
        SplatChannels channels = new(cloud.Count, 4);
        // The first channel is 1: its sum is alpha. The others are the colour: their sums are the colour over black.
        for (int i = 0; i < cloud.Count; i++)
        {
            channels.Of(i)[0] = 1;
            for (int c = 0; c < 3; c++) channels.Of(i)[1 + c] = Math.Max(0f, 0.5f + 0.2820948f * cloud.Sh(0, c)[i]);
        }

        RenderTarget target = new(97, 75, RenderOutputs.ColorAlpha, 4);
        new Rasterizer().Render(cloud, TestScenes.Camera(97, 75), new RenderOptions { Channels = channels }, target);
        // Floats of some hundred terms.
        const float Tolerance = 2e-6f;
        for (int pixel = 0; pixel < 97 * 75; pixel++)
        {
            Assert.Equal(target.Alpha!.Data[pixel], target.Channels!.Data[4 * pixel], Tolerance);
            for (int c = 0; c < 3; c++) Assert.Equal(target.Color!.Data[3 * pixel + c], target.Channels.Data[4 * pixel + 1 + c], Tolerance);
        }

        Assert.Contains(target.Alpha!.Data, a => a > 0.5f);
    }

    [Fact]
    public void WrongUse_IsRefusedByName()
    {
        GaussianCloud cloud = TestScenes.Random(3, 0, 46);
        Camera camera = TestScenes.Camera(16, 8);
        RenderTarget target = new(16, 8);
        Rasterizer rasterizer = new();
        rasterizer.Render(cloud, camera, Plain, target);
        TargetGradient loss = new() { Color = new FloatImage(16, 8, 3) };
        SplatGradient gradient = new(cloud);
        Assert.Contains("Differentiable", Assert.Throws<InvalidOperationException>(() => rasterizer.Backward(loss, gradient)).Message, StringComparison.Ordinal);
        rasterizer.Differentiable = true;
        rasterizer.Render(cloud, camera, Plain, target);
        void Refuses(string word, TargetGradient with, SplatGradient into) =>
            Assert.Contains(word, Assert.Throws<ArgumentException>(() => rasterizer.Backward(with, into)).Message, StringComparison.Ordinal);
        Refuses("Alpha", new() { Alpha = new FloatImage(16, 9, 1) }, gradient);
        Refuses("ExpectedDepth", new() { ExpectedDepth = new FloatImage(16, 8, 1) }, gradient);
        Refuses("Channels", new() { Channels = new FloatImage(16, 8, 2) }, gradient);
        Refuses("3 of degree 0", loss, new SplatGradient(new GaussianCloud(4, 0)));
        Refuses("moved", loss, new SplatGradient(cloud, new DeformedSplats(3)));
        Refuses("channels", loss, new SplatGradient(cloud, null, 2));
        SplatChannels channels = new(3, 2);
        Assert.Contains("2 channels", Assert.Throws<ArgumentException>(
            () => rasterizer.Render(cloud, camera, Plain with { Channels = channels }, target)).Message, StringComparison.Ordinal);
        channels.Of(1)[1] = float.NaN;
        Assert.Contains("channel 1 of splat 1", Assert.Throws<ArgumentException>(
            () => rasterizer.Render(cloud, camera, Plain with { Channels = channels }, new RenderTarget(16, 8, channels: 2))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => rasterizer.Render(cloud, camera, Plain with { Channels = new SplatChannels(2, 1) }, new RenderTarget(16, 8, channels: 1)));
    }

    private static SplatGradient Differentiate(GaussianCloud cloud, Camera camera, RenderOptions options, Rasterizer rasterizer)
    {
        int channels = options.Channels?.ChannelCount ?? 0;
        RenderTarget target = new(camera.Width, camera.Height, RenderOutputs.ColorAlpha | RenderOutputs.ExpectedDepth, channels);
        rasterizer.Render(cloud, camera, options, target);
        SplatGradient gradient = new(cloud, null, channels);
        // The frame itself as weights: the gradient of half the sum of squares.
        rasterizer.Backward(new() { Color = target.Color, Alpha = target.Alpha, ExpectedDepth = target.ExpectedDepth, Channels = target.Channels }, gradient);
        return gradient;
    }
}
