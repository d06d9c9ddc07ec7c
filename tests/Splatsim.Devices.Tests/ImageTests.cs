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
        rasterizer.Render(cloud, camera, options, target);
        // Once more: buffers that are used again hold the last frame.
        rasterizer.Render(cloud, camera, options, target);

        ReferenceImage expected = ReferenceRasterizer.Render(cloud, camera, options);
        AssertClose(expected.Color, target.Color!.Data, 1, "colour");
        AssertClose(expected.Alpha, target.Alpha!.Data, 1, "alpha");
        AssertClose(expected.AccumulatedDepth, target.AccumulatedDepth!.Data, 6, "depth");
        AssertClose(expected.ExpectedDepth, target.ExpectedDepth!.Data, 6, "expected depth");
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
            rasterizer.Render(drawn, TestScenes.Camera(20, 20), RenderOptions.Default with { Background = new(0.25, 0.5, 0.75) }, target);
            Assert.All(Enumerable.Range(0, 400), i => Assert.Equal(0.75f, target.Color!.Data[3 * i + 2]));
            Assert.All(target.Alpha!.Data, a => Assert.Equal(0f, a));
        }
    }

    [Fact]
    public void Render_WhatItCannotDo_IsAnError()
    {
        using DeviceRasterizer rasterizer = new(OpenClDevice.Required);
        GaussianCloud cloud = TestScenes.Random(4, 0, seed: 1);
        ArgumentException error = Assert.Throws<ArgumentException>(() => rasterizer.Render(
            cloud, TestScenes.Camera(20, 20, CameraProjection.Orthographic), RenderOptions.Default, new RenderTarget(20, 20)));
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
