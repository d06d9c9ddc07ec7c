using Splatsim.Imaging;
using Splatsim.Rendering;
using Splatsim.Rendering.Kernels;
using Splatsim.Rendering.Tests;
using Splatsim.Rendering.Tests.Golden;
using Splatsim.Rendering.Tests.Gradients;
using Splatsim.Splats;

namespace Splatsim.Tests;

/// <summary>
/// Gradients of frames that a device drew, against the reference in double, which central differences confirm, and the golden files; 1e-3 of
/// each tensor's largest entry is what floats are asked for.
/// </summary>
[Collection("device")]
public sealed class GradientTests
{
    private static readonly RenderOptions Plain = new() { Background = new(0.1, 0.2, 0.3) };

    private static readonly string[] Common =
    [
        "means", "quaternions", "log-scales", "opacity logits", "harmonics", "background", "pose rotation", "pose translation", "view matrix",
        "focal lengths", "principal point",
    ];

    [Theory]
    [InlineData(3, false)]
    [InlineData(2, true)]
    public void Backward_AroundTheCamera_MatchesReference(int degree, bool antialiased)
    {
        // The box surrounds the camera: splats around the near plane and beside the image; tiles at its edges are cut.
        GaussianCloud cloud = TestScenes.Random(303, degree, 31, near: -3, depth: 6, spread: 3, logScale: -2.2);
        using DeviceRasterizer rasterizer = new(OpenClDevice.Required);
        Assert.Empty(Common.Except(Compare(rasterizer, cloud, null, Plain with { Antialiased = antialiased })));
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
            new() { TransmittanceStop = 0.2 },
            new() { TailFloor = 0.05, Antialiased = true },
            new() { Order = SplatOrder.Distance },
            new() { MaximumDegree = 0 },
            new() { Near = 3, Far = 5 },
            new() { BackgroundImage = picture },
            new() { ScalarColor = new ScalarColoring(numbers, Colormap.Viridis) },
        ];
        // One rasterizer for all: what a frame leaves in its buffers must not reach the next.
        using DeviceRasterizer rasterizer = new(OpenClDevice.Required);
        foreach (RenderOptions options in variants) Compare(rasterizer, cloud, null, options);
    }

    [Theory]
    [InlineData(1, RenderOutputs.ColorAlpha)]
    [InlineData(7, RenderOutputs.ColorAlpha | RenderOutputs.ExpectedDepth)]
    public void Backward_Channels_MatchReference(int channels, RenderOutputs outputs)
    {
        GaussianCloud cloud = TestScenes.Random(301, 1, 33);
        using DeviceRasterizer rasterizer = new(OpenClDevice.Required);
        RenderOptions options = Plain with { Channels = TestScenes.Channels(cloud.Count, channels, 34) };
        Assert.Contains("channels", Compare(rasterizer, cloud, null, options, outputs));
    }

    [Theory]
    [InlineData(true, 3, false)]
    [InlineData(false, 2, true)]
    public void Backward_MovedSplats_MatchReference(bool all, int degree, bool antialiased)
    {
        GaussianCloud cloud = TestScenes.Random(203, degree, 35);
        DeformedSplats deformed = all ? new(cloud.Count) : new([.. Enumerable.Range(0, cloud.Count).Where(i => i < 40 || i % 5 == 0 || i >= 200)]);
        TestScenes.Deform(deformed, cloud, 36);
        if (!all) deformed.Hide(3);
        using DeviceRasterizer rasterizer = new(OpenClDevice.Required);
        HashSet<string> found = Compare(rasterizer, cloud, deformed, Plain with { Antialiased = antialiased });
        Assert.Superset(new HashSet<string>(["means", "opacity logits", "covariances", "rotations", "view matrix"]), found);
        Assert.Equal(!all, found.Contains("quaternions"));
    }

    [Fact]
    public void Backward_NeedlesHugeSplatsNearPlaneAndClamp_MatchesReference()
    {
        GaussianCloud cloud = TestScenes.Random(120, 1, 39, near: 0.3, depth: 5);
        Random random = new(40);
        for (int i = 0; i < cloud.Count; i++)
        {
            cloud.LogScaleX[i] = (float)(-6 + 6 * random.NextDouble());
            cloud.LogScaleY[i] = (float)(-6 + 4 * random.NextDouble());
        }

        // Just before the near plane, and beyond two edges of the Jacobian's clamp.
        (double X, double Y, double Z)[] places = [(0.05, -0.1, 0.501), (2.6, 0.2, 2), (-0.1, -2.5, 2.3)];
        for (int i = 0; i < places.Length; i++)
        {
            (cloud.X[i], cloud.Y[i], cloud.Z[i]) = ((float)places[i].X, (float)places[i].Y, (float)places[i].Z);
            float size = i < 1 ? -3 : 0.1f;
            (cloud.LogScaleX[i], cloud.LogScaleY[i], cloud.LogScaleZ[i], cloud.OpacityLogit[i]) = (size, size - 0.2f, size - 0.4f, 0.5f);
        }

        using DeviceRasterizer rasterizer = new(OpenClDevice.Required);
        Compare(rasterizer, cloud, null, Plain with { Near = 0.5 });
    }

    [Fact]
    public void Backward_LongTileLists_MatchesReference_AndRepeatsItsBits()
    {
        // More than two batches of 256 in a tile.
        GaussianCloud cloud = TestScenes.Random(2600, 0, 41, spread: 0.5, logScale: -2);
        for (int i = 0; i < cloud.Count; i++) cloud.OpacityLogit[i] -= 3;
        using DeviceRasterizer rasterizer = new(OpenClDevice.Required);
        Camera camera = TestScenes.Camera(48, 33);
        new BackwardComparison(cloud, null, camera, Plain).Run(rasterizer);
        Assert.True(rasterizer.Statistics.Pairs > 3 * 3 * 512, $"{rasterizer.Statistics.Pairs} pairs");

        TargetGradient loss = new() { Color = new FloatImage(48, 33, 3) };
        for (int i = 0; i < loss.Color.Data.Length; i++) loss.Color.Data[i] = (float)Math.Sin(i);
        SplatGradient first = new(cloud), second = new(cloud);
        rasterizer.Backward(loss, first);
        rasterizer.Render(cloud, null, camera, Plain, new RenderTarget(48, 33));
        rasterizer.Backward(loss, second);
        Dictionary<string, double[]> expected = GradientTensors.Of(first);
        foreach ((string name, double[] values) in GradientTensors.Of(second)) Assert.True(values.AsSpan().SequenceEqual(expected[name]), name);
        Assert.Contains(expected["means"], v => v != 0);
    }

    [Fact]
    public void Backward_GoldenFiles_MatchTruth()
    {
        using DeviceRasterizer rasterizer = new(OpenClDevice.Required);
        GoldenGradients.CheckBackwardFiles(rasterizer);
        GoldenGradients.CheckDeformedFiles(rasterizer);
    }

    [Fact]
    public void Backward_OnTheDevice_IsWhatTheHostReceives()
    {
        GaussianCloud cloud = TestScenes.Random(200, 1, 43);
        Camera camera = TestScenes.Camera(64, 48);
        RenderTarget target = new(64, 48);
        using DeviceRasterizer rasterizer = new(OpenClDevice.Required);
        rasterizer.Render(cloud, null, camera, Plain, target);
        // The frame itself as weights: the gradient of half the sum of squares.
        TargetGradient loss = new() { Color = target.Color, Alpha = target.Alpha };
        SplatGradient expected = new(cloud), actual = new(cloud);
        rasterizer.Backward(loss, expected);

        using DeviceCloud sent = new(OpenClDevice.Required, cloud);
        using DeviceTargetGradient planes = new(OpenClDevice.Required);
        using DeviceSplatGradient gradient = new(OpenClDevice.Required);
        Assert.Throws<InvalidOperationException>(() => gradient.Receive(actual));
        Assert.True(rasterizer.Render(sent, null, camera, Plain, null));
        planes.Load(loss, 64, 48);
        rasterizer.Backward(planes, gradient);
        gradient.Receive(actual);
        Dictionary<string, double[]> own = GradientTensors.Of(actual);
        foreach ((string name, double[] values) in GradientTensors.Of(expected)) Assert.True(values.AsSpan().SequenceEqual(own[name]), name);

        // A loss of nothing has a gradient of nothing, whatever was there before.
        rasterizer.Backward(new TargetGradient(), actual);
        Assert.All(GradientTensors.Of(actual), tensor => Assert.All(tensor.Value, v => Assert.Equal(0, v)));
    }

    [Fact]
    public void Backward_NothingDrawn_IsTheBackgroundAlone()
    {
        TargetGradient loss = new() { Color = new FloatImage(20, 17, 3) };
        Array.Fill(loss.Color.Data, 0.5f);
        using DeviceRasterizer rasterizer = new(OpenClDevice.Required);
        foreach (int count in (int[])[0, 3])
        {
            // Behind the camera.
            GaussianCloud cloud = TestScenes.Random(count, 0, 1, near: -5, depth: 1);
            SplatGradient gradient = new(cloud);
            rasterizer.Render(cloud, null, TestScenes.Camera(20, 17), Plain, new RenderTarget(20, 17));
            rasterizer.Backward(loss, gradient);
            // 340 pixels of transmittance 1; halves add up exactly.
            Assert.Equal(170, gradient.Background.X.Value);
            Assert.All(GradientTensors.Of(gradient), t => Assert.True(t.Key == "background" || t.Value.All(v => v == 0), t.Key));
        }
    }

    [Fact]
    public void Backward_WrongUse_IsRefusedByName()
    {
        GaussianCloud cloud = TestScenes.Random(3, 0, 46);
        using DeviceRasterizer rasterizer = new(OpenClDevice.Required);
        TargetGradient loss = new() { Color = new FloatImage(16, 8, 3) };
        SplatGradient gradient = new(cloud);
        Assert.Contains("Render", Assert.Throws<InvalidOperationException>(() => rasterizer.Backward(loss, gradient)).Message, StringComparison.Ordinal);
        rasterizer.Render(cloud, null, TestScenes.Camera(16, 8), Plain, new RenderTarget(16, 8));
        void Refuses(string word, TargetGradient with, SplatGradient into) =>
            Assert.Contains(word, Assert.Throws<ArgumentException>(() => rasterizer.Backward(with, into)).Message, StringComparison.Ordinal);
        Refuses("Alpha", new() { Alpha = new FloatImage(16, 9, 1) }, gradient);
        Refuses("Channels", new() { Channels = new FloatImage(16, 8, 2) }, gradient);
        Refuses("3 of degree 0", loss, new SplatGradient(new GaussianCloud(4, 0)));
        Refuses("moved", loss, new SplatGradient(cloud, new DeformedSplats(3)));
        using DeviceTargetGradient other = new(OpenClDevice.Required);
        using DeviceSplatGradient own = new(OpenClDevice.Required);
        other.Reserve(16, 9, RenderOutputs.Color);
        Assert.Contains("16 x 9", Assert.Throws<ArgumentException>(() => rasterizer.Backward(other, own)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => other.Reserve(16, 8, RenderOutputs.MedianDepth));
        Assert.Throws<ArgumentException>(() => rasterizer.Render(
            cloud, null, TestScenes.Camera(16, 8), Plain with { Channels = TestScenes.Channels(3, 2, 1) }, new RenderTarget(16, 8)));
    }

    private static HashSet<string> Compare(
        DeviceRasterizer rasterizer, GaussianCloud cloud, DeformedSplats? deformed, RenderOptions options,
        RenderOutputs outputs = RenderOutputs.ColorAlpha | RenderOutputs.ExpectedDepth | RenderOutputs.AccumulatedDepth) =>
        new BackwardComparison(cloud, deformed, TestScenes.Camera(90, 70), options) { Outputs = outputs }.Run(rasterizer);
}
