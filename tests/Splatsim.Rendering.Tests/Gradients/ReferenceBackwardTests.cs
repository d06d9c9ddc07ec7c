using Splatsim.Imaging;
using Splatsim.Mathematics;
using Splatsim.Splats;

namespace Splatsim.Rendering.Tests.Gradients;

/// <summary>
/// Gradients of the reference rasterizer against central differences of its own frames, of every kind of parameter. Every
/// scene first proves that it holds the case that it is named after.
/// </summary>
public sealed class ReferenceBackwardTests
{
    private static readonly string[] Common =
    [
        "mean", "quaternion", "log-scale", "opacity logit", "harmonic", "camera rotation", "camera translation", "pose", "focal length", "principal point",
    ];

    private static readonly RenderOptions Plain = new() { Background = new(0.1, 0.2, 0.3) };

    [Fact]
    public void Classic_EveryParameter_MatchesDifferences()
    {
        ReferenceCloud cloud = Cloud(5, 3, 11);
        // A needle, whose conic cancels digits, and a flat splat.
        (cloud.LogScales[0], cloud.LogScales[1], cloud.LogScales[2]) = (-6, -1, -6);
        cloud.LogScales[3] = -30;
        RequireKinds(GradientCheck.Run(new GradientScene(cloud, Camera(), Plain)), [.. Common, "background"]);
    }

    [Fact]
    public void Antialiased_CompensationFreeAndAtItsMinimum_MatchesDifferences()
    {
        ReferenceCloud cloud = Cloud(6, 1, 12);
        for (int axis = 0; axis < 3; axis++) cloud.LogScales[axis] = -6;
        cloud.OpacityLogits[0] = 3;
        Place(cloud, 0, new(0.1, 0.1, 2));
        RenderOptions options = Plain with { Antialiased = true, MinimumCompensation = 0.2 };
        ReferenceSplat[] splats = ReferenceRasterizer.Project(cloud, Camera(), options);
        Assert.Contains(splats, s => s.Visible && s.Image.Compensation.Value == 0.2);
        Assert.Contains(splats, s => s.Visible && s.Image.Compensation.Value is > 0.2 and < 0.98);
        RequireKinds(GradientCheck.Run(new GradientScene(cloud, Camera(), options)), [.. Common, "background"]);
    }

    [Fact]
    public void CapAndEarlyEndAndDarkColours_MatchDifferences()
    {
        ReferenceCloud cloud = Cloud(8, 1, 13);
        for (int i = 0; i < cloud.Count; i++)
        {
            cloud.OpacityLogits[i] = 3 + i;
            for (int axis = 0; axis < 3; axis++) cloud.LogScales[3 * i + axis] += 1.5;
            cloud.Sh[3 * cloud.ShCoefficientCount * i + i % 3] = -2.5;
        }

        RenderOptions options = Plain with { AlphaCap = 0.9 };
        ReferenceFrame frame = ReferenceFrame.Draw(cloud, Camera(), options);
        Assert.Contains(frame.Blender.EndRank, rank => rank != int.MaxValue);
        Assert.Contains(frame.Order, s => s.RawColor.X.Value < 0);
        ReferenceImage uncapped = ReferenceRasterizer.Render(cloud, Camera(), options with { AlphaCap = 1 });
        Assert.False(frame.Blender.Image.Alpha.AsSpan().SequenceEqual(uncapped.Alpha));
        RequireKinds(GradientCheck.Run(new GradientScene(cloud, Camera(), options)), [.. Common, "background"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AroundTheNearPlane_MatchesDifferences(bool antialiased)
    {
        ReferenceCloud cloud = Cloud(5, 1, 14);
        RenderOptions options = Plain with { Near = 0.5, Antialiased = antialiased };
        Place(cloud, 0, new(0.05, -0.1, 0.501));
        Place(cloud, 1, new(-0.1, 0.02, 0.51));
        Place(cloud, 2, new(0, 0, 0.499));
        ReferenceSplat[] splats = ReferenceRasterizer.Project(cloud, Camera(), options);
        Assert.True(splats[0].Visible && splats[1].Visible && !splats[2].Visible);
        GradientScene scene = new(cloud, Camera(), options);
        RequireKinds(GradientCheck.Run(scene), [.. Common, "background"]);
        RenderGradient gradient = scene.Differentiate();
        Assert.All(gradient.Means[6..9], g => Assert.Equal(0, g));
        Assert.NotEqual(0, gradient.Means[0]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void BesideTheImage_ClampedJacobian_MatchesDifferences(bool antialiased)
    {
        // Wide splats whose means are beyond each edge of the clamp: the picture still sees them.
        ReferenceCloud cloud = Cloud(6, 1, 15);
        (double X, double Y)[] places = [(1.3, 0.1), (-1.3, 0), (0.1, 1.2), (0, -1.2), (1.4, 1.1)];
        for (int i = 0; i < places.Length; i++)
        {
            // Different depths: where two are equal, the order and with it the picture jumps.
            double z = 2 + 0.3 * i;
            Place(cloud, i, new(z * places[i].X, z * places[i].Y, z));
            for (int axis = 0; axis < 3; axis++) cloud.LogScales[3 * i + axis] = 0.2 - 0.3 * axis;
            cloud.OpacityLogits[i] = 1;
        }

        CameraView<Real64> view = CameraView<Real64>.Of(Camera(), Plain);
        Assert.All(places, p => Assert.True(
            p.X > view.ClampRight.Value || p.X < view.ClampLeft.Value || p.Y > view.ClampBottom.Value || p.Y < view.ClampTop.Value));
        GradientScene scene = new(cloud, Camera(), Plain with { Antialiased = antialiased });
        Assert.All(scene.Differentiate().Means[..15].Chunk(3), g => Assert.NotEqual(0, g[0]));
        RequireKinds(GradientCheck.Run(scene), [.. Common, "background"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void MovedSplats_AmongOthersAtRest_MatchDifferences(bool antialiased)
    {
        ReferenceCloud cloud = Cloud(6, 2, 16);
        for (int i = 0; i < 4; i++)
        {
            Matrix3x3<Real64> f = Matrix3x3<Real64>.FromRows(new(1.2, 0.3, -0.1), new(0.1 * i, 0.8, 0.2), new(-0.2, 0.1, 1.1));
            SplatShape.Factor(cloud.Quaternion(i), cloud.LogScale(i), out Matrix3x3<Real64> factor);
            PolarDecomposition.Rotation(in f, out Matrix3x3<Real64> rotation);
            cloud.Moved[i] = new(cloud.Mean(i) + new Vector3<Real64>(0.1, -0.2, 0.3), SymmetricMatrix3x3<Real64>.Gram(f * factor), rotation);
        }

        GradientScene scene = new(cloud, Camera(), Plain with { Antialiased = antialiased });
        RequireKinds(GradientCheck.Run(scene), [.. Common, "background", "moved mean", "covariance", "view rotation"]);
    }

    [Fact]
    public void ImitatingAnotherRenderer_MatchesDifferences()
    {
        RenderOptions options = Plain with { TailFloor = Math.Exp(-4.5), Extent = SplatExtent.Square3, Order = SplatOrder.Distance, MaximumDegree = 1 };
        RequireKinds(GradientCheck.Run(new GradientScene(Cloud(6, 2, 17), Camera(), options)), [.. Common, "background"]);
    }

    [Fact]
    public void ChannelsBesideColour_MatchDifferences()
    {
        ReferenceCloud cloud = Cloud(6, 1, 22, channels: 3);
        Random random = new(23);
        for (int i = 0; i < cloud.Channels.Length; i++) cloud.Channels[i] = 4 * random.NextDouble() - 2;
        RequireKinds(GradientCheck.Run(new GradientScene(cloud, Camera(), Plain)), [.. Common, "background", "channel"]);
    }

    // Parallel rays see no direction but the camera's, and panoramas have no intrinsics.
    [Theory]
    [InlineData(CameraProjection.Orthographic, false)]
    [InlineData(CameraProjection.Orthographic, true)]
    [InlineData(CameraProjection.Equirectangular, false)]
    [InlineData(CameraProjection.Equirectangular, true)]
    public void OtherProjections_MatchDifferences(CameraProjection projection, bool antialiased)
    {
        ReferenceCloud cloud = Cloud(6, 2, 24);
        bool panorama = projection == CameraProjection.Equirectangular;
        if (panorama)
        {
            // Across the seam behind the camera, near a pole, and anywhere.
            Place(cloud, 0, new(0.05, 0.3, -2));
            Place(cloud, 1, new(-0.1, -0.2, -2.5));
            Place(cloud, 2, new(0.3, 2, 0.2));
        }

        Camera camera = Camera() with { Projection = projection };
        if (!panorama) camera = camera with { Fx = 8, Fy = 7 };
        HashSet<string> kinds = GradientCheck.Run(new GradientScene(cloud, camera, Plain with { Antialiased = antialiased }));
        RequireKinds(kinds, panorama ? [.. Common.Where(k => k is not ("focal length" or "principal point"))] : Common);
        Assert.Equal(!panorama, kinds.Contains("focal length"));
    }

    [Fact]
    public void PictureBehindTheSplats_MatchesDifferences()
    {
        Camera camera = Camera();
        FloatImage picture = new(camera.Width, camera.Height, 3);
        for (int i = 0; i < picture.Data.Length; i++) picture.Data[i] = i % 7 / 8f;
        RenderOptions options = Plain with { BackgroundImage = picture };
        RequireKinds(GradientCheck.Run(new GradientScene(Cloud(4, 0, 18), camera, options)), [.. Common, "background picture"]);
    }

    [Fact]
    public void SameInputs_GiveTheSameBits()
    {
        GradientScene scene = new(Cloud(6, 1, 19), Camera(), Plain);
        RenderGradient first = scene.Differentiate(), second = scene.Differentiate();
        Assert.True(first.Means.AsSpan().SequenceEqual(second.Means));
        Assert.True(first.Sh.AsSpan().SequenceEqual(second.Sh));
        Assert.Equal(first.PoseRotation.X.Value, second.PoseRotation.X.Value);
    }

    [Fact]
    public void NoSplatsInSight_LeaveTheBackgroundAlone()
    {
        ReferenceCloud cloud = new(0, 0);
        Camera camera = TestScenes.Camera(4, 3);
        double[] ones = new double[36];
        Array.Fill(ones, 1);
        RenderGradient gradient = ReferenceBackward.Differentiate(cloud, camera, Plain, new ImageGradient { Color = ones });
        // Each of the 12 pixels is the background itself.
        Assert.Equal(12, gradient.Background.X.Value);
        Assert.Equal(0, gradient.Camera.Fx.Value);
    }

    // Legal in files: no thickness at all along one or two axes, and an opacity of exactly 1. Their own derivatives are 0.
    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public void FlatAndOpaque_StayFinite(int flatAxes, bool antialiased)
    {
        ReferenceCloud cloud = Cloud(3, 1, 21);
        for (int axis = 0; axis < flatAxes; axis++) cloud.LogScales[axis] = double.NegativeInfinity;
        cloud.OpacityLogits[0] = double.PositiveInfinity;
        RenderGradient gradient = new GradientScene(cloud, Camera(), Plain with { Antialiased = antialiased }).Differentiate();
        Assert.NotEqual(0, gradient.Screen[0].Color.X.Value);
        Assert.All(gradient.Means.Concat(gradient.Quaternions).Concat(gradient.LogScales), g => Assert.True(double.IsFinite(g)));
        Assert.Equal(0, gradient.LogScales[0]);
        Assert.Equal(0, gradient.OpacityLogits[0]);
        Assert.True(double.IsFinite(gradient.Covariances[0].XX.Value));
    }

    [Fact]
    public void WrongUse_IsRefusedByName()
    {
        ReferenceCloud cloud = Cloud(1, 0, 20);
        ArgumentException plane = Assert.Throws<ArgumentException>(() => ReferenceBackward.Differentiate(
            cloud, TestScenes.Camera(8, 8), Plain, new ImageGradient { Alpha = new double[3] }));
        Assert.Contains("Alpha", plane.Message, StringComparison.Ordinal);
        Assert.Contains("64", plane.Message, StringComparison.Ordinal);
    }

    // Turned and moved, with unequal focal lengths and a principal point beside the middle.
    private static Camera Camera() => new()
    {
        Width = 28,
        Height = 22,
        Fx = 27,
        Fy = 25,
        Cx = 14.6,
        Cy = 10.3,
        Rotation = Quaternion<Real64>.FromAxisAngle(new Vector3<Real64>(0.4, -0.5, 0.7).Normalized, 0.5).ToMatrix(),
        Translation = new(0.2, -0.3, 0.4),
    };

    private static ReferenceCloud Cloud(int count, int degree, int seed, int channels = 0)
    {
        ReferenceCloud cloud = ReferenceCloud.Of(
            TestScenes.Random(count, degree, seed, logScale: -1.5), channels: channels > 0 ? new SplatChannels(count, channels) : null);
        // Spread over what the camera sees.
        Random random = new(seed);
        for (int i = 0; i < count; i++)
        {
            double z = 2 + 3 * random.NextDouble();
            Place(cloud, i, new(z * (0.8 * random.NextDouble() - 0.4), z * (0.6 * random.NextDouble() - 0.3), z));
        }

        return cloud;
    }

    // Puts a mean where the camera sees it at a point in its own axes.
    private static void Place(ReferenceCloud cloud, int splat, Vector3<Real64> p)
    {
        Camera camera = Camera();
        Vector3<Real64> mean = camera.Rotation.Transposed * (p - camera.Translation);
        (cloud.Means[3 * splat], cloud.Means[3 * splat + 1], cloud.Means[3 * splat + 2]) = (mean.X.Value, mean.Y.Value, mean.Z.Value);
    }

    private static void RequireKinds(HashSet<string> found, string[] wanted) =>
        Assert.Empty(wanted.Except(found));
}
