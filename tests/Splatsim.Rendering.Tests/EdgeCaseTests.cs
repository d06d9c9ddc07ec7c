using Splatsim.Imaging;
using Splatsim.Splats;

namespace Splatsim.Rendering.Tests;

/// <summary>Inputs at the edge of what can be drawn.</summary>
public sealed class EdgeCaseTests
{
    private static readonly RenderOptions OnGrey = new() { Background = new(0.25, 0.5, 0.75) };

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(10)]
    public void Render_SplatWithNaN_IsNotDrawnAndHarmsNoOther(int column)
    {
        GaussianCloud clean = TestScenes.Random(100, 1, 21);
        GaussianCloud broken = TestScenes.Random(100, 1, 21);
        RenderTarget expected = new(64, 48, RenderOutputs.All), actual = new(64, 48, RenderOutputs.All);
        broken.GeometryColumns[column][57] = float.NaN;
        clean.OpacityLogit[57] = float.NegativeInfinity;
        new Rasterizer().Render(clean, TestScenes.Camera(64, 48), OnGrey, expected);
        new Rasterizer().Render(broken, TestScenes.Camera(64, 48), OnGrey, actual);
        Assert.True(expected.Color!.Data.AsSpan().SequenceEqual(actual.Color!.Data));
        Assert.True(expected.TopContributor!.AsSpan().SequenceEqual(actual.TopContributor));
    }

    [Fact]
    public void Render_NaNInHarmonicsOrInfiniteMean_IsNotDrawn()
    {
        GaussianCloud cloud = TestScenes.Random(3, 1, 22);
        cloud.Sh(2, 1)[0] = float.NaN;
        cloud.X[1] = float.PositiveInfinity;
        cloud.LogScaleX[2] = float.PositiveInfinity;
        RenderTarget target = new(64, 48, RenderOutputs.All);
        Rasterizer rasterizer = new();
        rasterizer.Render(cloud, TestScenes.Camera(64, 48), OnGrey, target);
        Assert.All(target.TopContributor!, id => Assert.True(id is -1 or 2));
        Assert.All(target.Color!.Data, value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void Render_NoSplats_IsTheBackground()
    {
        RenderTarget target = new(33, 17, RenderOutputs.All);
        new Rasterizer().Render(new GaussianCloud(0, 3), TestScenes.Camera(33, 17), OnGrey, target);
        for (int pixel = 0; pixel < 33 * 17; pixel++)
        {
            Assert.Equal([0.25f, 0.5f, 0.75f], target.Color!.Data.AsSpan(3 * pixel, 3).ToArray());
            Assert.Equal(0f, target.Alpha!.Data[pixel]);
            Assert.Equal(0f, target.ExpectedDepth!.Data[pixel]);
            Assert.Equal(-1, target.TopContributor![pixel]);
        }
    }

    // Expected by hand: one pixel, the mean at its centre, alpha is the opacity.
    [Fact]
    public void Render_OnePixel_BlendsAtItsCentre()
    {
        GaussianCloud cloud = TestScenes.One(0, 0, 2, 0.5, 0.6);
        RenderTarget target = new(1, 1, RenderOutputs.All);
        new Rasterizer().Render(cloud, TestScenes.Camera(1, 1), OnGrey, target);
        Assert.Equal(0.6f, target.Alpha!.Data[0], 1e-6f);
        Assert.Equal(0.6 * 1 + 0.4 * 0.25, target.Color!.Data[0], 1e-6);
        Assert.Equal(2f, target.ExpectedDepth!.Data[0], 1e-5f);
        Assert.Equal(2f, target.MedianDepth!.Data[0]);
        Assert.Equal(0, target.TopContributor![0]);
    }

    [Theory]
    [InlineData(-1f)]
    [InlineData(0f)]
    [InlineData(0.01f)]
    public void Render_BehindOrAtTheNearPlane_IsNotDrawn(float z)
    {
        RenderTarget target = new(32, 32);
        Rasterizer rasterizer = new();
        rasterizer.Render(TestScenes.One(0, 0, z, 0.5, 0.9), TestScenes.Camera(32, 32), OnGrey, target);
        Assert.Equal(0, rasterizer.Statistics.VisibleSplats);
        Assert.All(target.Alpha!.Data, alpha => Assert.Equal(0f, alpha));
    }

    [Fact]
    public void Render_EightThousandPixelsWide_ReachesTheLastCorner()
    {
        const int Width = 7680, Height = 4320;
        GaussianCloud cloud = TestScenes.Random(2000, 0, 23, spread: 1.5, logScale: -5);
        // The last splat sits on the centre of the last pixel: (u, v) = (W - 0.5, H - 0.5) with f = W and z = 2.
        int last = cloud.Count - 1;
        (cloud.X[last], cloud.Y[last], cloud.Z[last]) = ((float)(2 * (Width / 2.0 - 0.5) / Width), (float)(2 * (Height / 2.0 - 0.5) / Width), 2);
        (cloud.LogScaleX[last], cloud.LogScaleY[last], cloud.LogScaleZ[last]) = (-8, -8, -8);
        cloud.OpacityLogit[last] = 2;
        RenderTarget target = new(Width, Height, RenderOutputs.Alpha | RenderOutputs.TopContributor);
        new Rasterizer().Render(cloud, TestScenes.Camera(Width, Height), RenderOptions.Default, target);
        Assert.Equal(last, target.TopContributor![^1]);
        Assert.True(target.Alpha!.Data[^1] > 0.5f);
    }

    // Wider than the image a million times: alpha is the opacity everywhere.
    [Fact]
    public void Render_HugeSplat_CoversEveryPixel()
    {
        RenderTarget target = new(100, 70);
        new Rasterizer().Render(TestScenes.One(0, 0, 2, 3e5, 0.8), TestScenes.Camera(100, 70), OnGrey, target);
        Assert.All(target.Alpha!.Data, alpha => Assert.Equal(0.8f, alpha, 1e-5f));
    }

    [Fact]
    public void Render_SplatAtTheSeamOfAPanorama_IsDrawnAtBothEdges()
    {
        RenderTarget target = new(128, 64);
        new Rasterizer().Render(
            TestScenes.One(0, 0, -2, 0.2, 0.9), TestScenes.Camera(128, 64, CameraProjection.Equirectangular), RenderOptions.Default, target);
        for (int row = 0; row < 64; row++)
            for (int column = 0; column < 64; column++)
                Assert.Equal(target.Alpha!.Pixel(column, row)[0], target.Alpha.Pixel(127 - column, row)[0], 1e-5f);
        Assert.True(target.Alpha!.Pixel(0, 31)[0] > 0.8f);
    }

    [Fact]
    public void Render_BackgroundImage_ShowsThrough()
    {
        FloatImage picture = new(40, 30, 3);
        for (int i = 0; i < picture.Data.Length; i++) picture.Data[i] = i / (float)picture.Data.Length;
        GaussianCloud cloud = TestScenes.Random(60, 0, 24);
        RenderOptions options = new() { BackgroundImage = picture };
        RenderTarget target = new(40, 30);
        new Rasterizer().Render(cloud, TestScenes.Camera(40, 30), options, target);
        ReferenceImage reference = ReferenceRasterizer.Render(cloud, TestScenes.Camera(40, 30), options);
        for (int i = 0; i < picture.Data.Length; i++) Assert.Equal(reference.Color[i], target.Color!.Data[i], 1e-5);
    }

    [Fact]
    public void Render_WrongOptions_AreRefusedByName()
    {
        GaussianCloud cloud = TestScenes.Random(5, 0, 25);
        Camera camera = TestScenes.Camera(20, 20);
        Rasterizer rasterizer = new();
        RenderTarget target = new(20, 20);
        void Refused(string word, RenderOptions options, Camera? other = null) =>
            Assert.Contains(word, Assert.Throws<ArgumentException>(() => rasterizer.Render(cloud, other ?? camera, options, target)).Message);
        Refused("AlphaCap", new RenderOptions { AlphaCap = 0 });
        Refused("AlphaMinimum", new RenderOptions { AlphaMinimum = 0 });
        Refused("Near", new RenderOptions { Near = 2, Far = 1 });
        Refused("LowPass", new RenderOptions { LowPass = double.NaN });
        Refused("21 x 20", RenderOptions.Default, camera with { Width = 21 });
        Refused("background image", new RenderOptions { BackgroundImage = new FloatImage(2, 2, 3) });
        Refused("3 values for 5 splats", new RenderOptions { ScalarColor = new ScalarColoring(new float[3], Colormap.Viridis) });
        Assert.Throws<ArgumentException>(() => rasterizer.Render(cloud, new DeformedSplats(4), camera, RenderOptions.Default, target));
        Assert.Throws<ArgumentException>(() => rasterizer.Render(cloud, new DeformedSplats([5]), camera, RenderOptions.Default, target));
    }
}
