using Splatsim.Mathematics;
using Splatsim.Splats;

namespace Splatsim.Rendering;

/// <summary>Takes the gradient of single splats from the image back to their parameters and the camera.</summary>
internal sealed class ReferenceSplatAdjoint<TCamera>
    where TCamera : struct, ICameraModel
{
    private readonly ReferenceCloud cloud;
    private readonly Camera camera;
    private readonly RenderOptions options;
    private readonly RenderGradient result;
    private readonly CameraView<Real64> view;
    private readonly int degree;
    private CameraGradient<Real64> cameraGradient;

    public ReferenceSplatAdjoint(ReferenceCloud cloud, Camera camera, RenderOptions options, RenderGradient result)
    {
        this.cloud = cloud;
        this.camera = camera;
        this.options = options;
        this.result = result;
        view = CameraView<Real64>.Of(camera, options);
        degree = Math.Min(cloud.Degree, options.MaximumDegree);
    }

    /// <summary>Takes one splat back.</summary>
    /// <param name="splat">Its forward state.</param>
    /// <param name="screen">The gradient that blending left.</param>
    /// <param name="falloff">That of its falloff.</param>
    public void Add(in ReferenceSplat splat, in ScreenGradient<Real64> screen, in FalloffGradient<Real64> falloff)
    {
        int index = splat.Index;
        Vector3<Real64> mean = cloud.Moved[index]?.Mean ?? cloud.Mean(index);
        Shape(in splat, in screen, in falloff, in mean, out Vector3<Real64> rowU, out Vector3<Real64> rowV);
        Vector3<Real64> gradient = PlacementAdjoint.Place<Real64, TCamera>(
            in view, in mean, screen.U, screen.V, screen.Depth, in rowU, in rowV, ref cameraGradient);
        if (options.ScalarColor is null) gradient += Color(in splat, in screen, in mean);
        (result.Means[3 * index], result.Means[3 * index + 1], result.Means[3 * index + 2]) =
            (gradient.X.Value, gradient.Y.Value, gradient.Z.Value);
        double scale = options.Antialiased ? splat.Image.Compensation.Value : 1;
        result.OpacityLogits[index] = SplatShapeAdjoint.Opacity<Real64>(splat.Opacity, scale * screen.Opacity.Value).Value;
    }

    /// <summary>Hands over the camera's gradient.</summary>
    public void Finish()
    {
        result.Camera = cameraGradient;
        cameraGradient.Pose(camera.Rotation, camera.Translation, out Vector3<Real64> omega, out Vector3<Real64> v);
        result.PoseRotation = omega;
        result.PoseTranslation = v;
    }

    // From falloff and compensation to the covariance in the world and the Jacobian's rows.
    private void Shape(
        in ReferenceSplat splat, in ScreenGradient<Real64> screen, in FalloffGradient<Real64> falloff, in Vector3<Real64> mean,
        out Vector3<Real64> rowU, out Vector3<Real64> rowV)
    {
        int index = splat.Index;
        ProjectedSplat<Real64>.Place<TCamera>(in view, in mean, out _, out Vector3<Real64> u, out Vector3<Real64> v);
        Real64 compensation = options.Antialiased ? splat.Opacity * screen.Opacity : Real64.Zero;
        ScreenCovariance<Real64> covariance, gradient;
        if (cloud.Moved[index] is { } state)
        {
            ScreenCovariance<Real64>.FromCovariance(in u, in v, state.Covariance, out covariance);
            ScreenCovarianceAdjoint.Falloff(in view, in covariance, in splat.Image, in splat.Conic, in falloff, compensation, out gradient);
            ScreenCovarianceAdjoint.FromCovariance(in u, in v, state.Covariance, in gradient, out rowU, out rowV, out result.Covariances[index]);
            return;
        }

        Quaternion<Real64> rotation = cloud.Quaternion(index);
        Vector3<Real64> logScale = cloud.LogScale(index);
        SplatShape.Factor(in rotation, in logScale, out Matrix3x3<Real64> factor);
        ScreenCovariance<Real64>.FromFactor(in u, in v, in factor, out covariance);
        ScreenCovarianceAdjoint.Falloff(in view, in covariance, in splat.Image, in splat.Conic, in falloff, compensation, out gradient);
        ScreenCovarianceAdjoint.FromFactor(in u, in v, in factor, in gradient, out rowU, out rowV, out Matrix3x3<Real64> shape);
        ScreenCovarianceAdjoint.FromCovariance(
            in u, in v, SymmetricMatrix3x3<Real64>.Gram(in factor), in gradient, out _, out _, out result.Covariances[index]);
        SplatShapeAdjoint.Factor(
            in rotation, in logScale, in factor, in shape, out Quaternion<Real64> quaternion, out Vector3<Real64> scales);
        (result.Quaternions[4 * index], result.Quaternions[4 * index + 1]) = (quaternion.W.Value, quaternion.X.Value);
        (result.Quaternions[4 * index + 2], result.Quaternions[4 * index + 3]) = (quaternion.Y.Value, quaternion.Z.Value);
        (result.LogScales[3 * index], result.LogScales[3 * index + 1], result.LogScales[3 * index + 2]) =
            (scales.X.Value, scales.Y.Value, scales.Z.Value);
    }

    // From the colour to the harmonics and, through the view direction, to the mean.
    private Vector3<Real64> Color(in ReferenceSplat splat, in ScreenGradient<Real64> screen, in Vector3<Real64> mean)
    {
        int index = splat.Index;
        Vector3<Real64> raw = new(
            splat.RawColor.X.Value > 0 ? screen.Color.X : Real64.Zero,
            splat.RawColor.Y.Value > 0 ? screen.Color.Y : Real64.Zero,
            splat.RawColor.Z.Value > 0 ? screen.Color.Z : Real64.Zero);
        Vector3<Real64> world = TCamera.Direction(in view, in mean);
        Matrix3x3<Real64> turn = cloud.Moved[index]?.Rotation ?? Matrix3x3<Real64>.Identity;
        Vector3<Real64> seen = turn.Transposed * world;
        ReferenceHarmonics target = new(result.Sh, 3 * cloud.ShCoefficientCount * index);
        Vector3<Real64> direction = ShColorAdjoint.Evaluate(in seen, degree, cloud.Harmonics(index), in raw, in target);
        if (cloud.Moved[index] is not null) result.Rotations[index] = Matrix3x3<Real64>.Outer(world, direction);
        Vector3<Real64> turned = turn * direction;
        return TCamera.DirectionAdjoint(in view, in mean, in turned, ref cameraGradient);
    }
}
