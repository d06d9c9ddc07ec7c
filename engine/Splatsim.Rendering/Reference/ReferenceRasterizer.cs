using Splatsim.Mathematics;
using Splatsim.Splats;

namespace Splatsim.Rendering;

/// <summary>
/// The definition of a frame in double precision: every option, one splat after the other, no tiles, no SIMD. Slow; it
/// is what the fast path is tested against.
/// </summary>
/// <remarks>Kerbl et al. 2023, section 6; the constants and decisions are those of gsplat (Ye et al. 2025).</remarks>
public static class ReferenceRasterizer
{
    /// <summary>Draws a cloud.</summary>
    /// <param name="cloud">The splats.</param>
    /// <param name="camera">The camera.</param>
    /// <param name="options">Image formation.</param>
    /// <param name="moved">For a splat's index its moved state, or null where it is at rest; null when nothing moved.</param>
    /// <exception cref="ArgumentException">An option is outside its range or does not fit the cloud or camera.</exception>
    public static ReferenceImage Render(
        GaussianCloud cloud, Camera camera, RenderOptions options, Func<int, MovedSplat?>? moved = null) =>
        Render(ReferenceCloud.Of(cloud, moved, options.Channels), camera, options);

    /// <summary>Draws a cloud of double precision.</summary>
    /// <param name="cloud">The splats, moved ones included.</param>
    /// <param name="camera">The camera.</param>
    /// <param name="options">Image formation.</param>
    /// <exception cref="ArgumentException">An option is outside its range or does not fit the cloud or camera.</exception>
    public static ReferenceImage Render(ReferenceCloud cloud, Camera camera, RenderOptions options) =>
        ReferenceFrame.Draw(cloud, camera, options).Blender.Image;

    /// <summary>Projects and colours every splat of a cloud, in the order of the cloud, invisible ones included.</summary>
    /// <param name="cloud">The splats.</param>
    /// <param name="camera">The camera.</param>
    /// <param name="options">Image formation.</param>
    /// <param name="moved">For a splat's index its moved state, or null where it is at rest; null when nothing moved.</param>
    public static ReferenceSplat[] Project(
        GaussianCloud cloud, Camera camera, RenderOptions options, Func<int, MovedSplat?>? moved = null) =>
        Project(ReferenceCloud.Of(cloud, moved), camera, options);

    /// <summary>Projects and colours every splat of a cloud of double precision.</summary>
    /// <param name="cloud">The splats, moved ones included.</param>
    /// <param name="camera">The camera.</param>
    /// <param name="options">Image formation.</param>
    public static ReferenceSplat[] Project(ReferenceCloud cloud, Camera camera, RenderOptions options)
    {
        Projector projector = new(cloud, camera, options);
        CameraModels.Accept(camera.Projection, ref projector);
        return projector.Result;
    }

    private struct Projector(ReferenceCloud cloud, Camera camera, RenderOptions options) : ICameraModelVisitor
    {
        public readonly ReferenceSplat[] Result = new ReferenceSplat[cloud.Count];

        public readonly void Visit<TCamera>()
            where TCamera : struct, ICameraModel
        {
            CameraView<Real64> view = CameraView<Real64>.Of(camera, options);
            int degree = Math.Min(cloud.Degree, options.MaximumDegree);
            for (int index = 0; index < cloud.Count; index++)
            {
                ref ReferenceSplat splat = ref Result[index];
                splat.Index = index;
                Vector3<Real64> mean = cloud.Mean(index), direction;
                if (cloud.Moved[index] is { } state)
                {
                    mean = state.Mean;
                    ProjectedSplat<Real64>.FromCovariance<TCamera>(in view, in mean, state.Covariance, out splat.Image);
                    direction = state.Rotation.Transposed * TCamera.Direction(in view, in mean);
                }
                else
                {
                    SplatShape.Factor(cloud.Quaternion(index), cloud.LogScale(index), out Matrix3x3<Real64> factor);
                    ProjectedSplat<Real64>.FromFactor<TCamera>(in view, in mean, in factor, out splat.Image);
                    direction = TCamera.Direction(in view, in mean);
                }

                splat.Visible = Real64.Any(splat.Image.Visible);
                splat.Opacity = SplatShape.Opacity<Real64>(cloud.OpacityLogits[index]).Value;
                splat.BlendedOpacity = splat.Opacity * (options.Antialiased ? splat.Image.Compensation.Value : 1);
                splat.Conic = ConicFactor<Real64>.Of(in splat.Image, Real64.One);
                Color(index, degree, in direction, ref splat);
            }
        }

        private readonly void Color(int index, int degree, in Vector3<Real64> direction, ref ReferenceSplat splat)
        {
            if (options.ScalarColor is { } coloring)
            {
                coloring.Evaluate(index, out float red, out float green, out float blue);
                splat.RawColor = new(red, green, blue);
            }
            else
            {
                ShColor.Evaluate(in direction, degree, cloud.Harmonics(index), out splat.RawColor);
            }

            // Math.Max keeps NaN, so that a broken colour is seen and refused.
            splat.Color = new(
                Math.Max(0, splat.RawColor.X.Value), Math.Max(0, splat.RawColor.Y.Value), Math.Max(0, splat.RawColor.Z.Value));
        }
    }
}
