using Splatsim.Compute;
using Splatsim.Imaging;
using Splatsim.Mathematics;
using Splatsim.Splats;

namespace Splatsim.Rendering.Tests;

/// <summary>The fast path against the reference and against itself, on scenes that goldens do not have.</summary>
public sealed class RasterizerTests
{
    // Float against double: the golden files' float32 tolerance for mid-size scenes, where no decision flips. A flip of the
    // alpha test moves a colour by at most about 1/255, an exchange of two splats of equal float depth by more; both are rare.
    private const double Tolerance = 2e-5, LargestShareOfFlips = 0.01;

    [Theory]
    [InlineData(CameraProjection.Pinhole, VectorWidth.Lanes8)]
    [InlineData(CameraProjection.Pinhole, VectorWidth.Lanes16)]
    [InlineData(CameraProjection.Orthographic, VectorWidth.Lanes8)]
    [InlineData(CameraProjection.Equirectangular, VectorWidth.Lanes8)]
    [InlineData(CameraProjection.Equirectangular, VectorWidth.Lanes16)]
    public void Render_EveryProjectionAndWidth_MatchesReference(CameraProjection projection, VectorWidth width)
    {
        // The box surrounds the camera, so that panoramas see splats at the seam and the poles.
        GaussianCloud cloud = TestScenes.Random(700, 3, 11, near: -3, depth: 6, spread: 3, logScale: -2.2);
        Camera camera = TestScenes.Camera(211, 97, projection);
        AssertMatchesReference(cloud, camera, new RenderOptions { Background = new(0.1, 0.2, 0.3) }, width);
    }

    [Fact]
    public void Render_EveryOption_MatchesReference()
    {
        GaussianCloud cloud = TestScenes.Random(900, 2, 12);
        Camera camera = TestScenes.Camera(150, 110);
        RenderOptions[] variants =
        [
            new() { Antialiased = true },
            new() { Antialiased = true, LowPass = 0.1, MinimumCompensation = 0.2 },
            new() { AlphaCap = 0.999, AlphaMinimum = 0.05 },
            new() { AlphaMinimum = 1e-4 },
            new() { TransmittanceStop = 0.2 },
            new() { Extent = SplatExtent.Square3 },
            new() { Extent = SplatExtent.Square3, TailFloor = Math.Exp(-4.5), Near = 0.2 },
            new() { TailFloor = 0.05 },
            new() { Order = SplatOrder.Distance },
            new() { MaximumDegree = 0 },
            new() { Near = 3, Far = 5 },
        ];
        foreach (RenderOptions options in variants) AssertMatchesReference(cloud, camera, options, VectorWidth.Automatic);
    }

    // Needles that cross the image, splats from less than a pixel to ten times the image, splats close to the camera.
    [Fact]
    public void Render_NeedlesAndHugeSplats_MatchReference()
    {
        GaussianCloud cloud = TestScenes.Random(300, 1, 13, near: 0.05, depth: 5);
        Random random = new(14);
        for (int i = 0; i < cloud.Count; i++)
        {
            double size = Math.Exp(-7 + 9 * random.NextDouble());
            cloud.LogScaleX[i] = (float)Math.Log(size);
            cloud.LogScaleY[i] = (float)Math.Log(size * (i % 2 == 0 ? 1 : 0.002));
            cloud.LogScaleZ[i] = (float)Math.Log(size * 0.002);
        }

        AssertMatchesReference(cloud, TestScenes.Camera(160, 120), RenderOptions.Default, VectorWidth.Lanes8);
        AssertMatchesReference(cloud, TestScenes.Camera(160, 120), RenderOptions.Default, VectorWidth.Lanes16);
    }

    [Fact]
    public void Render_AnyNumberOfWorkers_GivesTheSameBits()
    {
        GaussianCloud cloud = TestScenes.Random(30000, 3, 15, spread: 3, logScale: -3.5);
        Camera camera = TestScenes.Camera(333, 250);
        RenderTarget first = new(333, 250, RenderOutputs.All);
        using (WorkerPool one = new(1)) new Rasterizer(one).Render(cloud, camera, RenderOptions.Default, first);
        foreach (int workers in new[] { 2, 3, 7 })
        {
            using WorkerPool pool = new(workers);
            RenderTarget other = new(333, 250, RenderOutputs.All);
            new Rasterizer(pool).Render(cloud, camera, RenderOptions.Default, other);
            Assert.True(first.Color!.Data.AsSpan().SequenceEqual(other.Color!.Data), $"{workers} workers: colour");
            Assert.True(first.Alpha!.Data.AsSpan().SequenceEqual(other.Alpha!.Data), $"{workers} workers: alpha");
            Assert.True(first.ExpectedDepth!.Data.AsSpan().SequenceEqual(other.ExpectedDepth!.Data), $"{workers} workers: expected depth");
            Assert.True(first.MedianDepth!.Data.AsSpan().SequenceEqual(other.MedianDepth!.Data), $"{workers} workers: median depth");
            Assert.True(first.TopContributor!.AsSpan().SequenceEqual(other.TopContributor), $"{workers} workers: top contributor");
        }
    }

    [Fact]
    public void Render_AfterTheFirstFrame_AllocatesNothing()
    {
        GaussianCloud cloud = TestScenes.Random(20000, 3, 16);
        DeformedSplats deformed = new(cloud.Count);
        for (int i = 0; i < cloud.Count; i++) TestScenes.SetAtRest(deformed, i, cloud, i);
        Camera camera = TestScenes.Camera(320, 200);
        RenderTarget target = new(320, 200, RenderOutputs.All);
        using WorkerPool pool = new(1);
        Rasterizer rasterizer = new(pool);
        for (int frame = 0; frame < 3; frame++) rasterizer.Render(cloud, deformed, camera, RenderOptions.Default, target);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int frame = 0; frame < 5; frame++)
        {
            rasterizer.Render(cloud, deformed, camera, RenderOptions.Default, target);
            rasterizer.Render(cloud, camera, RenderOptions.Default, target);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Render_MovedSubsetAtRest_EqualsTheCloudAtRest()
    {
        // Odd count, runs and gaps: every way in which lanes are filled.
        GaussianCloud cloud = TestScenes.Random(5003, 2, 17);
        int[] indices = [.. Enumerable.Range(0, cloud.Count).Where(i => i % 3 == 0 || (i is > 1000 and < 2600) || i > 4900)];
        DeformedSplats deformed = new(indices);
        for (int row = 0; row < indices.Length; row++) TestScenes.SetAtRest(deformed, row, cloud, indices[row]);
        Camera camera = TestScenes.Camera(200, 150);
        RenderTarget rest = new(200, 150), moved = new(200, 150);
        Rasterizer rasterizer = new();
        rasterizer.Render(cloud, camera, RenderOptions.Default, rest);
        rasterizer.Render(cloud, deformed, camera, RenderOptions.Default, moved);
        // Covariances are stored in float32: 1e-7 relative, times the sensitivity of the falloff.
        AssertClose(rest.Color!.Data, moved.Color!.Data, 1e-4);
    }

    // A rigid motion of splats and the inverse motion of the camera give the same picture: position, covariance, harmonics.
    [Fact]
    public void Render_RigidlyMovedSplats_LookLikeAMovedCamera()
    {
        const double WantedDecibels = 80;
        GaussianCloud cloud = TestScenes.Random(800, 3, 18);
        Quaternion<Real64> turn = Quaternion<Real64>.FromAxisAngle(new Vector3<Real64>(0.3, 0.8, -0.5).Normalized, 0.7);
        Matrix3x3<Real64> r = turn.ToMatrix();
        Vector3<Real64> shift = new(0.4, -0.1, 0.3);
        DeformedSplats deformed = new(cloud.Count);
        for (int i = 0; i < cloud.Count; i++)
        {
            TestScenes.SetAtRest(deformed, i, cloud, i);
            SymmetricMatrix3x3<Real64> sigma = new(
                deformed.Covariance[0][i], deformed.Covariance[1][i], deformed.Covariance[2][i],
                deformed.Covariance[3][i], deformed.Covariance[4][i], deformed.Covariance[5][i]);
            Vector3<Real64> mean = r * new Vector3<Real64>(cloud.X[i], cloud.Y[i], cloud.Z[i]) + shift;
            deformed.Set(i, in mean, SymmetricMatrix3x3<Real64>.Congruence(in r, in sigma), in r);
        }

        Camera camera = TestScenes.Camera(200, 150);
        // x_c = R (Q^T (y - s)) + t for y = Q x + s.
        Camera moved = camera with { Rotation = camera.Rotation * r.Transposed, Translation = -(camera.Rotation * r.Transposed * shift) };
        RenderTarget rest = new(200, 150), after = new(200, 150);
        Rasterizer rasterizer = new();
        rasterizer.Render(cloud, camera, RenderOptions.Default, rest);
        rasterizer.Render(cloud, deformed, moved, RenderOptions.Default, after);
        double psnr = ImageMetrics.Psnr(rest.Color!, after.Color!);
        Assert.True(psnr >= WantedDecibels, $"{psnr:F1} dB");
    }

    private static void AssertMatchesReference(GaussianCloud cloud, Camera camera, RenderOptions options, VectorWidth width)
    {
        RenderTarget target = new(camera.Width, camera.Height, RenderOutputs.All);
        Rasterizer rasterizer = new(width: width);
        rasterizer.Render(cloud, camera, options, target);
        ReferenceImage reference = ReferenceRasterizer.Render(cloud, camera, options);
        Assert.True(reference.Alpha.Max() > 0.5, "the scene must cover something");
        AssertFewFlips("colour", reference.Color, target.Color!.Data, Tolerance, options);
        AssertFewFlips("alpha", reference.Alpha, target.Alpha!.Data, Tolerance, options);
        AssertFewFlips("expected depth", reference.ExpectedDepth, target.ExpectedDepth!.Data, 10 * Tolerance, options);
    }

    private static void AssertFewFlips(string plane, double[] expected, float[] actual, double tolerance, RenderOptions options)
    {
        int flips = 0;
        double largest = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            double error = Math.Abs(expected[i] - actual[i]);
            Assert.False(double.IsNaN(error), $"{plane}[{i}] is not a number");
            if (error > tolerance) flips++;
            largest = Math.Max(largest, error);
        }

        Assert.True(flips <= LargestShareOfFlips * expected.Length, $"{options}: {plane} differs at {flips} of {expected.Length} values, at most by {largest:E2}");
    }

    private static void AssertClose(float[] expected, float[] actual, double tolerance)
    {
        int flips = 0;
        for (int i = 0; i < expected.Length; i++)
            if (Math.Abs(expected[i] - actual[i]) > tolerance) flips++;
        Assert.True(flips <= LargestShareOfFlips * expected.Length, $"{flips} of {expected.Length} values differ");
    }
}
