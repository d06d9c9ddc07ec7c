using Splatsim.Imaging;
using Splatsim.Rendering;
using Splatsim.Rendering.Kernels;
using Splatsim.Rendering.Tests;
using Splatsim.Splats;

namespace Splatsim.Tests;

/// <summary>Pictures of the device rasterizer against the reference in double: at least 70 dB, the acceptance value for GPUs.</summary>
[Collection("device")]
public sealed class ImageTests
{
    private const double Decibels = 70;

    [Theory]
    [InlineData(0, false, SplatOrder.Depth)]
    [InlineData(3, false, SplatOrder.Distance)]
    [InlineData(2, true, SplatOrder.Depth)]
    public void Render_RandomSplats_MatchesTheReference(int degree, bool antialiased, SplatOrder order)
    {
        // Not whole tiles; enough splats that tiles need several batches and opaque pixels end early.
        GaussianCloud cloud = TestScenes.Random(3000, degree, seed: 5);
        Camera camera = TestScenes.Camera(97, 61);
        RenderOptions options = RenderOptions.Default with { Antialiased = antialiased, Order = order, Background = new(0.2, 0.5, 0.9) };
        RenderTarget target = new(97, 61, RenderOutputs.ColorAlpha | RenderOutputs.ExpectedDepth | RenderOutputs.AccumulatedDepth);
        using DeviceRasterizer rasterizer = new(OpenClDevice.Required);
        rasterizer.Render(cloud, null, camera, options, target);
        // Once more: buffers that are used again hold the last frame.
        rasterizer.Render(cloud, null, camera, options, target);

        ReferenceImage expected = ReferenceRasterizer.Render(cloud, camera, options);
        AssertClose(expected.Color, target.Color!.Data, 1, "colour");
        AssertClose(expected.Alpha, target.Alpha!.Data, 1, "alpha");
        AssertClose(expected.AccumulatedDepth, target.AccumulatedDepth!.Data, 6, "depth");
        AssertClose(expected.ExpectedDepth, target.ExpectedDepth!.Data, 6, "expected depth");
    }

    [Fact]
    public void Render_PictureBehindAndColoursByNumbers_MatchesTheReference()
    {
        GaussianCloud cloud = TestScenes.Random(800, 1, seed: 6);
        Camera camera = TestScenes.Camera(97, 61);
        FloatImage behind = new(97, 61, 3);
        for (int i = 0; i < behind.Data.Length; i++) behind.Data[i] = (float)(0.5 + 0.5 * Math.Sin(0.1 * i));
        float[] numbers = [.. Enumerable.Range(0, cloud.Count).Select(i => i % 50 == 0 ? float.NaN : i)];
        RenderOptions options = RenderOptions.Default with
        {
            BackgroundImage = behind,
            ScalarColor = new ScalarColoring(numbers, Colormap.Viridis, 0, cloud.Count),
        };
        RenderTarget target = new(97, 61, RenderOutputs.Color);
        using DeviceRasterizer rasterizer = new(OpenClDevice.Required);
        rasterizer.Render(cloud, null, camera, options, target);
        AssertClose(ReferenceRasterizer.Render(cloud, camera, options).Color, target.Color!.Data, 1, "colour");
    }

    [Fact]
    public void Render_MoreTileEntriesThanTheFrameBefore_IsComplete()
    {
        // The second frame's splats are wide: its tile lists are far longer than there was room for.
        GaussianCloud small = TestScenes.Random(500, 0, seed: 7, logScale: -6), wide = TestScenes.Random(500, 0, seed: 7, logScale: -1);
        Camera camera = TestScenes.Camera(256, 256);
        RenderTarget target = new(256, 256, RenderOutputs.Color);
        using DeviceRasterizer rasterizer = new(OpenClDevice.Required);
        rasterizer.Render(small, null, camera, RenderOptions.Default, target);
        long pairs = rasterizer.Statistics.Pairs;
        rasterizer.Render(wide, null, camera, RenderOptions.Default, target);
        Assert.True(rasterizer.Statistics.Pairs > 8 * pairs, $"{pairs} and {rasterizer.Statistics.Pairs} pairs");
        Assert.InRange(rasterizer.Statistics.VisibleSplats, 400, 500);
        AssertClose(ReferenceRasterizer.Render(wide, camera, RenderOptions.Default).Color, target.Color!.Data, 1, "colour");
    }

    [Fact]
    public void Render_NothingAndBrokenSplats_IsTheBackground()
    {
        GaussianCloud cloud = TestScenes.Random(4, 0, seed: 1);
        (cloud.X[0], cloud.Z[1], cloud.OpacityLogit[2], cloud.LogScaleX[3]) = (float.NaN, -5, float.NegativeInfinity, float.NaN);
        RenderTarget target = new(20, 20);
        using DeviceRasterizer rasterizer = new(OpenClDevice.Required);
        foreach (GaussianCloud drawn in (GaussianCloud[])[cloud, new GaussianCloud(0, 0)])
        {
            rasterizer.Render(drawn, null, TestScenes.Camera(20, 20), RenderOptions.Default with { Background = new(0.25, 0.5, 0.75) }, target);
            Assert.All(Enumerable.Range(0, 400), i => Assert.Equal(0.75f, target.Color!.Data[3 * i + 2]));
            Assert.All(target.Alpha!.Data, a => Assert.Equal(0f, a));
        }
    }

    [Fact]
    public void Render_WhatItCannotDo_IsAnError()
    {
        using DeviceRasterizer rasterizer = new(OpenClDevice.Required);
        GaussianCloud cloud = TestScenes.Random(4, 0, seed: 1);
        RenderSetupException error = Assert.Throws<RenderSetupException>(() => rasterizer.Render(
            cloud, null, TestScenes.Camera(20, 20, CameraProjection.Orthographic), RenderOptions.Default, new RenderTarget(20, 20)));
        Assert.Contains("Orthographic", error.Message, StringComparison.Ordinal);
    }

    private static void AssertClose(double[] expected, float[] actual, double peak, string what)
    {
        double squares = 0;
        for (int i = 0; i < expected.Length; i++) squares += (expected[i] - actual[i]) * (expected[i] - actual[i]);
        double decibels = -10 * Math.Log10(Math.Max(squares / expected.Length, 1e-30) / (peak * peak));
        Assert.True(decibels >= Decibels, $"{what}: {decibels:f1} dB");
    }
}
