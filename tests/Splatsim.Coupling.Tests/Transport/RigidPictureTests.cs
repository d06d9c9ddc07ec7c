using Splatsim.Coupling;
using Splatsim.Imaging;
using Splatsim.Mathematics;
using Splatsim.Rendering;
using Splatsim.Splats;

namespace Splatsim.Tests;

/// <summary>A rigidly turned object must look like the turned capture: from a camera that turns with it, unchanged.</summary>
public sealed class RigidPictureTests
{
    // The demand; rounding leaves far more, only threshold decisions (1/255, order) can flip.
    private const double LowestPsnr = 50;

    [Theory]
    [InlineData(1, 0.5, 0.2, 0.9)]
    [InlineData(0, 1, 0, 1.5707963267948966)]
    [InlineData(-2, 1, 3, 3.0)]
    public void RigidMotion_DrawnDeformedAndBaked_LooksAsTheTurnedCapture(double x, double y, double z, double angle)
    {
        GaussianCloud cloud = TestClouds.Random(2000, 3, 7, size: 0.03);
        Matrix3x3<Real64> r = TestClouds.Rotation(x, y, z, angle);
        Vector3<Real64> t = new(0.2, -0.1, 0.3);
        SplatTransport transport = new(cloud, null, SceneFrame.Identity);
        (double[] points, double[] gradients) = TestClouds.Affine(cloud, p => p, r, t);
        transport.Update(points, gradients);

        Camera camera = Camera.LookAt(new(0.4, -0.5, -2), new(0, 0, 0), new(0, -1, 0), 0.8, 160, 120);
        // x_c = Rc x + tc for the rest; the turned camera sees R x + t in the same place.
        Matrix3x3<Real64> turned = camera.Rotation * r.Transposed;
        Camera moved = camera with { Rotation = turned, Translation = camera.Translation - turned * t };
        FloatImage rest = Draw(cloud, null, camera), deformed = Draw(cloud, transport.Splats, moved);
        FloatImage baked = Draw(CarriedCloud.Bake(cloud, transport.Splats), null, moved);
        double first = ImageMetrics.Psnr(deformed, rest), second = ImageMetrics.Psnr(baked, rest);
        TestContext.Current.TestOutputHelper?.WriteLine($"deformed {first:f1} dB, baked {second:f1} dB");
        Assert.True(first >= LowestPsnr, $"deformed: {first} dB");
        Assert.True(second >= LowestPsnr, $"baked: {second} dB");
        // The test can fail: the same splats without the turned look are another picture.
        Assert.True(ImageMetrics.Psnr(Draw(cloud, null, moved), rest) < 30);
    }

    [Fact]
    public void Deformation_DrawnDeformedAndBaked_IsTheSamePicture()
    {
        GaussianCloud cloud = TestClouds.Random(2000, 3, 8, size: 0.03);
        Matrix3x3<Real64> f = TestClouds.Rotation(1, 1, 0, 0.8) * Matrix3x3<Real64>.FromRows(new(1.4, 0.3, 0), new(0, 0.7, 0), new(0.1, 0, 1));
        SplatTransport transport = new(cloud, null, SceneFrame.Identity);
        (double[] points, double[] gradients) = TestClouds.Affine(cloud, p => p, f, default);
        transport.Update(points, gradients);
        Camera camera = Camera.LookAt(new(0.4, -0.5, -2), new(0, 0, 0), new(0, -1, 0), 0.8, 160, 120);
        double psnr = ImageMetrics.Psnr(Draw(cloud, transport.Splats, camera), Draw(CarriedCloud.Bake(cloud, transport.Splats), null, camera));
        Assert.True(psnr >= LowestPsnr, $"{psnr} dB");
    }

    private static FloatImage Draw(GaussianCloud cloud, DeformedSplats? splats, Camera camera)
    {
        RenderTarget target = new(camera.Width, camera.Height);
        new Rasterizer().Render(cloud, splats, camera, new RenderOptions { Background = new(1, 1, 1) }, target);
        return target.Color!;
    }
}
