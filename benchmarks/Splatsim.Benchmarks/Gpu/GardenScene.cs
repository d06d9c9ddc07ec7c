using Splatsim.Formats;
using Splatsim.Mathematics;
using Splatsim.Splats;

namespace Splatsim.Benchmarks.Gpu;

/// <summary>
/// The scene that gsplat profiles with: the points of its garden within 2 of the origin, repeated side by side, with random
/// scales, rotations and opacities (its profiling/main.py and tests; the random numbers are of another generator).
/// </summary>
internal sealed class GardenScene
{
    private const float Crop = 2, SmallestScale = 1e-4f, LargestScale = 0.02f;

    private readonly float[] points;
    private readonly float[] colors;
    private readonly float[] view;
    private readonly float[] intrinsics;
    private readonly int width;
    private readonly int height;

    public GardenScene(string path)
    {
        SafetensorsFile file = SafetensorsFile.Read(path);
        float[] means = file.Floats("means3d"), all = file.Floats("colors");
        (view, intrinsics) = (file.Floats("viewmats"), file.Floats("Ks"));
        (width, height) = (int.Parse(file.Metadata["width"]), int.Parse(file.Metadata["height"]));
        int[] kept = [.. Enumerable.Range(0, means.Length / 3).Where(i => Enumerable.Range(0, 3).All(k => Math.Abs(means[3 * i + k]) <= Crop))];
        points = [.. kept.SelectMany(i => means[(3 * i)..(3 * i + 3)])];
        colors = [.. kept.SelectMany(i => all[(3 * i)..(3 * i + 3)].Select(c => c / 255))];
    }

    /// <summary>The scene's first camera, at its own size or another.</summary>
    public Camera Camera((int Width, int Height)? size = null)
    {
        (int w, int h) = size ?? (width, height);
        // The angle of view of the longer scale: nothing of the picture is lost.
        double scale = Math.Max((double)w / width, (double)h / height);
        return new()
        {
            Width = w,
            Height = h,
            Fx = intrinsics[0] * scale,
            Fy = intrinsics[4] * scale,
            Cx = 0.5 * w + (intrinsics[2] - 0.5 * width) * scale,
            Cy = 0.5 * h + (intrinsics[5] - 0.5 * height) * scale,
            Rotation = Matrix3x3<Real64>.FromRows(new(view[0], view[1], view[2]), new(view[4], view[5], view[6]), new(view[8], view[9], view[10])),
            Translation = new(view[3], view[7], view[11]),
        };
    }

    /// <summary>The crop, repeated.</summary>
    /// <param name="grid">How often along x and along y; odd.</param>
    /// <param name="degree">Degree of the harmonics; those above the constant are small random numbers.</param>
    public GaussianCloud Cloud(int grid, int degree)
    {
        int count = points.Length / 3;
        GaussianCloud cloud = new(checked(grid * grid * count), degree);
        Random random = new(42);
        float Normal() => (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        float LogScale() => MathF.Log(SmallestScale + (LargestScale - SmallestScale) * random.NextSingle());
        for (int i = 0; i < cloud.Count; i++)
        {
            int point = i % count, cell = i / count;
            cloud.X[i] = points[3 * point] + 2 * Crop * (cell / grid - grid / 2);
            cloud.Y[i] = points[3 * point + 1] + 2 * Crop * (cell % grid - grid / 2);
            cloud.Z[i] = points[3 * point + 2];
            (cloud.RotationW[i], cloud.RotationX[i], cloud.RotationY[i], cloud.RotationZ[i]) = (Normal(), Normal(), Normal(), Normal());
            (cloud.LogScaleX[i], cloud.LogScaleY[i], cloud.LogScaleZ[i]) = (LogScale(), LogScale(), LogScale());
            float opacity = Math.Clamp(random.NextSingle(), 1e-6f, 1 - 1e-6f);
            cloud.OpacityLogit[i] = MathF.Log(opacity / (1 - opacity));
            for (int channel = 0; channel < 3; channel++)
            {
                cloud.Sh(0, channel)[i] = (float)((colors[3 * point + channel] - 0.5) / ShBasis.Constant);
                for (int k = 1; k < cloud.ShCoefficientCount; k++) cloud.Sh(k, channel)[i] = 0.02f * (random.NextSingle() - 0.5f);
            }
        }

        return cloud;
    }
}
