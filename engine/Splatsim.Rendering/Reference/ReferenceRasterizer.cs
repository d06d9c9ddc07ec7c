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
    // The pixel box is widened by this much, so that rounding never leaves out a pixel; the alpha test decides [px].
    private const double BoxGuard = 1e-3;

    /// <summary>Draws a cloud.</summary>
    /// <param name="cloud">The splats.</param>
    /// <param name="camera">The camera.</param>
    /// <param name="options">Image formation.</param>
    /// <param name="moved">For a splat's index its moved state, or null where it is at rest; null when nothing moved.</param>
    /// <exception cref="ArgumentException">An option is outside its range or does not fit the cloud or camera.</exception>
    public static ReferenceImage Render(
        GaussianCloud cloud, Camera camera, RenderOptions options, Func<int, MovedSplat?>? moved = null)
    {
        options.Validate(cloud, camera, camera.Width, camera.Height);
        ReferenceSplat[] splats = Project(cloud, camera, options, moved);
        // Stable, so that equal depths go by index.
        IEnumerable<ReferenceSplat> order = splats
            .Where(s => s.Visible && IsFinite(s.Color) && s.BlendedOpacity >= options.AlphaMinimum)
            .OrderBy(s => options.Order == SplatOrder.Distance ? s.Image.Distance.Value : s.Image.Depth.Value);
        ReferenceImage image = new(camera.Width, camera.Height);
        ReferenceBlender blender = new(image, options);
        bool wraps = camera.Projection == CameraProjection.Equirectangular;
        foreach (ReferenceSplat splat in order) Draw(splat, blender, options, camera, wraps);
        blender.Finish();
        return image;
    }

    /// <summary>Projects and colours every splat of a cloud, in the order of the cloud, invisible ones included.</summary>
    /// <param name="cloud">The splats.</param>
    /// <param name="camera">The camera.</param>
    /// <param name="options">Image formation.</param>
    /// <param name="moved">As in <see cref="Render"/>.</param>
    public static ReferenceSplat[] Project(
        GaussianCloud cloud, Camera camera, RenderOptions options, Func<int, MovedSplat?>? moved = null)
    {
        Projector projector = new(cloud, camera, options, moved);
        CameraModels.Accept(camera.Projection, ref projector);
        return projector.Result;
    }

    private static bool IsFinite(Vector3<Real64> v) =>
        double.IsFinite(v.X.Value) && double.IsFinite(v.Y.Value) && double.IsFinite(v.Z.Value);

    private static void Draw(in ReferenceSplat splat, ReferenceBlender blender, RenderOptions options, Camera camera, bool wraps)
    {
        // Half of d^T K d at which alpha falls to its minimum.
        double reach = -Math.Log(options.AlphaMinimum / splat.BlendedOpacity + options.TailFloor);
        if (!(reach >= 0)) return;
        double halfWidth = Math.Sqrt(2 * reach * splat.Image.XX.Value) + BoxGuard;
        double halfHeight = Math.Sqrt(2 * reach * splat.Image.YY.Value) + BoxGuard;
        double radius = double.PositiveInfinity;
        if (options.Extent == SplatExtent.Square3)
        {
            radius = SquareRadius(in splat.Image);
            halfWidth = Math.Min(halfWidth, radius);
            halfHeight = Math.Min(halfHeight, radius);
        }

        double v = splat.Image.V.Value;
        int top = PixelFrom(v - halfHeight), bottom = PixelTo(v + halfHeight, camera.Height);
        for (int copy = wraps ? -1 : 0; copy <= (wraps ? 1 : 0); copy++)
        {
            double u = splat.Image.U.Value + copy * (double)camera.Width;
            int left = PixelFrom(u - halfWidth), right = PixelTo(u + halfWidth, camera.Width);
            for (int row = top; row <= bottom; row++)
                for (int column = left; column <= right; column++)
                    blender.Blend(in splat, column, row, u - (column + 0.5), v - (row + 0.5), radius);
        }
    }

    // First and last pixel whose centre is not left, not right of a position.
    private static int PixelFrom(double position) => (int)Math.Ceiling(Math.Clamp(position - 0.5, 0, int.MaxValue));

    private static int PixelTo(double position, int size) => (int)Math.Floor(Math.Clamp(position - 0.5, -1, size - 1));

    private static double SquareRadius(in ProjectedSplat<Real64> splat)
    {
        double mid = 0.5 * (splat.XX.Value + splat.YY.Value);
        double root = Math.Sqrt(Math.Max(0.1, mid * mid - splat.Determinant.Value));
        return Math.Ceiling(3 * Math.Sqrt(mid + root));
    }

    private struct Projector(GaussianCloud cloud, Camera camera, RenderOptions options, Func<int, MovedSplat?>? moved)
        : ICameraModelVisitor
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
                Vector3<Real64> mean = new(cloud.X[index], cloud.Y[index], cloud.Z[index]);
                Vector3<Real64> direction;
                if (moved?.Invoke(index) is { } state)
                {
                    mean = state.Mean;
                    ProjectedSplat<Real64>.FromCovariance<TCamera>(in view, in mean, state.Covariance, out splat.Image);
                    direction = state.Rotation.Transposed * TCamera.Direction(in view, in mean);
                }
                else
                {
                    SplatShape.Factor(
                        new Quaternion<Real64>(cloud.RotationW[index], cloud.RotationX[index], cloud.RotationY[index], cloud.RotationZ[index]),
                        new Vector3<Real64>(cloud.LogScaleX[index], cloud.LogScaleY[index], cloud.LogScaleZ[index]),
                        out Matrix3x3<Real64> factor);
                    ProjectedSplat<Real64>.FromFactor<TCamera>(in view, in mean, in factor, out splat.Image);
                    direction = TCamera.Direction(in view, in mean);
                }

                splat.Visible = Real64.Any(splat.Image.Visible);
                splat.Opacity = SplatShape.Opacity<Real64>(cloud.OpacityLogit[index]).Value;
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
                ShColor.Evaluate(in direction, degree, new CloudHarmonics(cloud, index), out splat.RawColor);
            }

            // Math.Max keeps NaN, so that a broken colour is seen and refused.
            splat.Color = new(
                Math.Max(0, splat.RawColor.X.Value), Math.Max(0, splat.RawColor.Y.Value), Math.Max(0, splat.RawColor.Z.Value));
        }
    }

    private readonly struct CloudHarmonics(GaussianCloud cloud, int index) : IShSource<Real64>
    {
        public Real64 Read(int coefficient, int channel) => cloud.Sh(coefficient, channel)[index];
    }
}
