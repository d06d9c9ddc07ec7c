using Splatsim.Mathematics;
using Splatsim.Splats;

namespace Splatsim.Rendering.Tests.Gradients;

/// <summary>A frame, a loss that weighs every pixel of every plane at random, and each number that it depends on.</summary>
internal sealed class GradientScene
{
    private readonly ImageGradient weights;

    public GradientScene(ReferenceCloud cloud, Camera camera, RenderOptions options)
    {
        Cloud = cloud;
        Camera = camera;
        Options = options;
        Random random = new(5);
        int pixels = camera.Width * camera.Height;
        double[] Plane(int count) => [.. Enumerable.Range(0, count).Select(_ => 2 * random.NextDouble() - 1)];
        weights = new() { Color = Plane(3 * pixels), Alpha = Plane(pixels), AccumulatedDepth = Plane(pixels), ExpectedDepth = Plane(pixels), Channels = Plane(pixels * cloud.ChannelCount) };
    }

    public ReferenceCloud Cloud { get; }

    public Camera Camera { get; }

    public RenderOptions Options { get; }

    public RenderGradient Differentiate() => ReferenceBackward.Differentiate(Cloud, Camera, Options, weights);

    public IEnumerable<GradientEntry> Entries(RenderGradient gradient)
    {
        IEnumerable<GradientEntry> atRest = Values("mean", Cloud.Means, gradient.Means)
            .Concat(Values("quaternion", Cloud.Quaternions, gradient.Quaternions))
            .Concat(Values("log-scale", Cloud.LogScales, gradient.LogScales))
            .Concat(Values("opacity logit", Cloud.OpacityLogits, gradient.OpacityLogits))
            .Concat(Values("harmonic", Cloud.Sh, gradient.Sh))
            .Concat(Values("channel", Cloud.Channels, gradient.Channels));
        // The mean at rest of a moved splat is not read; its gradient is that of the moved mean, taken below.
        atRest = atRest.Where(e => e.Kind != "mean" || Cloud.Moved[e.Index / 3] is null);
        IEnumerable<GradientEntry> moved = Enumerable.Range(0, Cloud.Count).Where(i => Cloud.Moved[i] is not null).SelectMany(i => Moved(i, gradient));
        return atRest.Concat(moved).Concat(CameraEntries(gradient)).Concat(BackgroundEntries(gradient));
    }

    private IEnumerable<GradientEntry> Values(string kind, double[] values, double[] gradient)
    {
        for (int i = 0; i < values.Length; i++)
        {
            int index = i;
            yield return new(kind, i, gradient[i], 1, delta =>
            {
                double kept = values[index];
                values[index] = kept + delta;
                (double, int[]) result = Loss(Camera, Options);
                values[index] = kept;
                return result;
            });
        }
    }

    private IEnumerable<GradientEntry> Moved(int splat, RenderGradient gradient)
    {
        MovedSplat kept = Cloud.Moved[splat]!.Value;
        (double, int[]) With(MovedSplat state)
        {
            Cloud.Moved[splat] = state;
            (double, int[]) result = Loss(Camera, Options);
            Cloud.Moved[splat] = kept;
            return result;
        }

        for (int axis = 0; axis < 3; axis++)
        {
            int a = axis;
            yield return new("moved mean", 3 * splat + a, gradient.Means[3 * splat + a], 1, d => With(kept with { Mean = kept.Mean + Axis(a, d) }));
        }

        SymmetricMatrix3x3<Real64> g = gradient.Covariances[splat];
        // One number off the diagonal stands for two entries of the matrix.
        double[] covariance = [g.XX.Value, 2 * g.XY.Value, 2 * g.XZ.Value, g.YY.Value, 2 * g.YZ.Value, g.ZZ.Value];
        for (int entry = 0; entry < 6; entry++)
        {
            int e = entry;
            double At(int i, double d) => i == e ? d : 0;
            yield return new("covariance", 6 * splat + e, covariance[e], 0.01, d => With(
                kept with { Covariance = kept.Covariance + new SymmetricMatrix3x3<Real64>(At(0, d), At(1, d), At(2, d), At(3, d), At(4, d), At(5, d)) }));
        }

        for (int entry = 0; entry < 9; entry++)
        {
            int e = entry;
            yield return new(
                "view rotation", 9 * splat + e, Entry(gradient.Rotations[splat], e), 1, d => With(kept with { Rotation = kept.Rotation + Single(e, d) }));
        }
    }

    private IEnumerable<GradientEntry> CameraEntries(RenderGradient gradient)
    {
        CameraGradient<Real64> g = gradient.Camera;
        for (int entry = 0; entry < 9; entry++)
        {
            int e = entry;
            yield return new("camera rotation", e, Entry(g.Rotation, e), 1, d => Loss(Camera with { Rotation = Camera.Rotation + Single(e, d) }, Options));
        }

        for (int axis = 0; axis < 3; axis++)
        {
            int a = axis;
            yield return new("camera translation", a, Part(g.Translation, a), 1, d => Loss(Camera with { Translation = Camera.Translation + Axis(a, d) }, Options));
            yield return new("pose", a, Part(gradient.PoseRotation, a), 1, d => Loss(Turned(a, d), Options));
            yield return new("pose", 3 + a, Part(gradient.PoseTranslation, a), 1, d => Loss(Camera with { Translation = Camera.Translation + Axis(a, d) }, Options));
        }

        yield return new("focal length", 0, g.Fx.Value, 10, d => Loss(Camera with { Fx = Camera.Fx + d }, Options));
        yield return new("focal length", 1, g.Fy.Value, 10, d => Loss(Camera with { Fy = Camera.Fy + d }, Options));
        yield return new("principal point", 0, g.Cx.Value, 10, d => Loss(Camera with { Cx = Camera.Cx + d }, Options));
        yield return new("principal point", 1, g.Cy.Value, 10, d => Loss(Camera with { Cy = Camera.Cy + d }, Options));
    }

    private IEnumerable<GradientEntry> BackgroundEntries(RenderGradient gradient)
    {
        for (int axis = 0; axis < 3; axis++)
        {
            int a = axis;
            yield return new("background", a, Part(gradient.Background, a), 1, d => Loss(Camera, Options with { Background = Options.Background + Axis(a, d) }));
        }

        if (Options.BackgroundImage is not { } picture) yield break;
        for (int entry = 0; entry < picture.Data.Length; entry += 97)
        {
            int e = entry;
            // Colours are floats and the frame is linear in them: any step that a float holds exactly will do.
            const double Step = 0.25;
            yield return new("background picture", e, gradient.BackgroundImage![e], 1, d =>
            {
                float kept = picture.Data[e];
                picture.Data[e] = kept + (float)(Step * Math.Sign(d));
                (double loss, int[] counts) = Loss(Camera, Options);
                picture.Data[e] = kept;
                double rest = Loss(Camera, Options).Loss;
                return (rest + (loss - rest) * Math.Abs(d) / Step, counts);
            });
        }
    }

    // x_c' = exp(omega^) x_c.
    private Camera Turned(int axis, double angle)
    {
        Matrix3x3<Real64> turn = Quaternion<Real64>.FromAxisAngle(Axis(axis, 1), angle).ToMatrix();
        return Camera with { Rotation = turn * Camera.Rotation, Translation = turn * Camera.Translation };
    }

    private (double Loss, int[] Counts) Loss(Camera camera, RenderOptions options)
    {
        ReferenceImage image = ReferenceRasterizer.Render(Cloud, camera, options);
        double sum = Dot(weights.Color!, image.Color) + Dot(weights.Alpha!, image.Alpha)
            + Dot(weights.Channels!, image.Channels) + Dot(weights.AccumulatedDepth!, image.AccumulatedDepth) + Dot(weights.ExpectedDepth!, image.ExpectedDepth);
        return (sum, image.BlendedCount);
    }

    private static double Dot(double[] left, double[] right)
    {
        double sum = 0;
        for (int i = 0; i < left.Length; i++) sum += left[i] * right[i];
        return sum;
    }

    private static Vector3<Real64> Axis(int axis, double d) => new(axis == 0 ? d : 0, axis == 1 ? d : 0, axis == 2 ? d : 0);

    private static double Part(Vector3<Real64> v, int axis) => (axis == 0 ? v.X : axis == 1 ? v.Y : v.Z).Value;

    private static double Entry(Matrix3x3<Real64> m, int entry) =>
        Part(entry / 3 == 0 ? m.Row0 : entry / 3 == 1 ? m.Row1 : m.Row2, entry % 3);

    private static Matrix3x3<Real64> Single(int entry, double d) =>
        Matrix3x3<Real64>.FromRows(
            entry / 3 == 0 ? Axis(entry % 3, d) : default,
            entry / 3 == 1 ? Axis(entry % 3, d) : default,
            entry / 3 == 2 ? Axis(entry % 3, d) : default);
}
