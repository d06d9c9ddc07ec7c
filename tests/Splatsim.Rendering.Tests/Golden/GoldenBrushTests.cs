using Splatsim.Splats;
using Splatsim.Tests;

namespace Splatsim.Rendering.Tests.Golden;

/// <summary>Images made by gsplat on CUDA in float32, see golden/render/brush/README.md, which gives camera and tolerances.</summary>
[Trait("Kind", "Golden")]
public sealed class GoldenBrushTests
{
    private const double Float64 = 5e-6, Float32 = 1e-5;

    [Fact]
    public void BothPaths_EveryBrushFile_MatchTruth()
    {
        Rasterizer rasterizer = new();
        int files = 0;
        foreach ((string name, Safetensors file) in GoldenKinds.Files(GoldenKind.Brush))
        {
            int[] shape = file.Shape("out_img");
            int width = shape[1], height = shape[0];
            GaussianCloud cloud = GoldenScene.CloudOf(file, "means", "quats", "scales", "opacities", "coeffs");
            Camera camera = new()
            {
                Width = width,
                Height = height,
                Fx = width / 2.0,
                Fy = width / 2.0,
                Cx = width / 2.0,
                Cy = height / 2.0,
                Translation = new(-0.123, -0.456, 8),
            };
            double[] truth = file.Doubles("out_img");
            ReferenceImage reference = ReferenceRasterizer.Render(cloud, camera, RenderOptions.Default);
            RenderTarget target = new(width, height);
            rasterizer.Render(cloud, camera, RenderOptions.Default, target);
            for (int pixel = 0; pixel < width * height; pixel++)
            {
                for (int channel = 0; channel < 4; channel++)
                {
                    double expected = truth[4 * pixel + channel];
                    double exact = channel < 3 ? reference.Color[3 * pixel + channel] : reference.Alpha[pixel];
                    double single = channel < 3 ? target.Color!.Data[3 * pixel + channel] : target.Alpha!.Data[pixel];
                    Assert.True(Math.Abs(exact - expected) <= Float64, $"{name}: double, pixel {pixel}, channel {channel}: {exact} for {expected}");
                    Assert.True(Math.Abs(single - expected) <= Float32, $"{name}: float, pixel {pixel}, channel {channel}: {single} for {expected}");
                }
            }

            files++;
        }

        Assert.True(files > 0, "the golden folder holds no Brush file");
    }
}
