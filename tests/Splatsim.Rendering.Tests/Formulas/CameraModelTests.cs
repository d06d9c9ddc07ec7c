using Splatsim.Mathematics;
using Splatsim.Splats;

namespace Splatsim.Rendering.Tests.Formulas;

/// <summary>Jacobians of the camera models against exact derivatives of their own projections by dual numbers.</summary>
public sealed class CameraModelTests
{
    // Both sides are sums of a few double operations.
    private const double Tolerance = 1e-12;

    private static readonly Camera Camera = new() { Width = 640, Height = 360, Fx = 410, Fy = 395, Cx = 322, Cy = 171 };

    [Fact]
    public void Pinhole_Jacobian_IsTheDerivative() => CheckJacobian<PinholeModel>([(0.3, -0.2, 2), (-1, 0.7, 3.5), (0, 0, 0.4)]);

    [Fact]
    public void Orthographic_Jacobian_IsTheDerivative() => CheckJacobian<OrthographicModel>([(0.3, -0.2, 2), (-1, 0.7, -3.5)]);

    [Fact]
    public void Equirectangular_Jacobian_IsTheDerivative() => CheckJacobian<EquirectangularModel>(
        [(0.3, -0.2, 2), (-1, 0.7, -3.5), (2, 0.1, 0.05), (-0.4, 3, 0.3), (0.2, -1, -0.4)]);

    [Fact]
    public void Pinhole_BesideTheImage_TakesTheJacobianOfTheEdge()
    {
        CameraView<Real64> view = CameraView<Real64>.Of(Camera, RenderOptions.Default);
        PinholeModel.Project(in view, new Vector3<Real64>(50, 0, 1), out ImagePoint<Real64> image);
        Assert.Equal(410 * 50 + 322, image.U.Value, Tolerance * 1e5);
        double edge = (640 - 322 + 0.15 * 640) / 410;
        Assert.Equal(-410 * edge, image.GradientU.Z.Value, Tolerance * 1e3);
    }

    // Expected values are the definition of longitude and latitude.
    [Theory]
    [InlineData(0, 0, 1, 320, 180)]
    [InlineData(1, 0, 0, 480, 180)]
    [InlineData(-1, 0, 0, 160, 180)]
    [InlineData(0, 1, 0, 320, 360)]
    [InlineData(0, -1, 1, 320, 90)]
    public void Equirectangular_KnownDirections_FallOnTheirPixels(double x, double y, double z, double u, double v)
    {
        CameraView<Real64> view = CameraView<Real64>.Of(Camera, RenderOptions.Default);
        EquirectangularModel.Project(in view, new Vector3<Real64>(x, y, z), out ImagePoint<Real64> image);
        Assert.Equal(u, image.U.Value, 1e-10);
        Assert.Equal(v, image.V.Value, 1e-10);
        Assert.Equal(Math.Sqrt(x * x + y * y + z * z), image.Depth.Value, 1e-12);
    }

    // Truth: the runtime's own function.
    [Fact]
    public void Atan2_AllAround_MatchesTheRuntime()
    {
        for (int step = 0; step < 720; step++)
        {
            double angle = (step + 0.25) * Math.PI / 360 - Math.PI;
            double y = 3 * Math.Sin(angle), x = 3 * Math.Cos(angle);
            Assert.Equal(Math.Atan2(y, x), Angles.Atan2<Real64>(y, x).Value, 1e-14);
        }

        Assert.Equal(0, Angles.Atan2<Real64>(0, 0).Value);
    }

    private static void CheckJacobian<TCamera>((double X, double Y, double Z)[] points)
        where TCamera : struct, ICameraModel
    {
        CameraView<Real64> view = CameraView<Real64>.Of(Camera, RenderOptions.Default);
        CameraView<Dual<Real64>> dualView = CameraView<Dual<Real64>>.Of(Camera, RenderOptions.Default);
        foreach ((double x, double y, double z) in points)
        {
            TCamera.Project(in view, new Vector3<Real64>(x, y, z), out ImagePoint<Real64> image);
            double[] u = [image.GradientU.X.Value, image.GradientU.Y.Value, image.GradientU.Z.Value];
            double[] v = [image.GradientV.X.Value, image.GradientV.Y.Value, image.GradientV.Z.Value];
            for (int axis = 0; axis < 3; axis++)
            {
                Vector3<Dual<Real64>> seeded = new(
                    new(x, axis == 0 ? 1 : 0), new(y, axis == 1 ? 1 : 0), new(z, axis == 2 ? 1 : 0));
                TCamera.Project(in dualView, in seeded, out ImagePoint<Dual<Real64>> dual);
                Assert.Equal(dual.U.Tangent.Value, u[axis], Tolerance * Camera.Width);
                Assert.Equal(dual.V.Tangent.Value, v[axis], Tolerance * Camera.Width);
            }
        }
    }
}
