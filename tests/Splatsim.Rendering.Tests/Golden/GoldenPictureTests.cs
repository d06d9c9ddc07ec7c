using System.Text.Json;
using Splatsim.Formats;
using Splatsim.Imaging;
using Splatsim.Mathematics;
using Splatsim.Splats;
using Splatsim.Tests;

namespace Splatsim.Rendering.Tests.Golden;

/// <summary>A whole capture rendered by splat-transform, see golden/formats/README.md, "Pictures", which suggests the bars.</summary>
[Trait("Kind", "Golden")]
public sealed class GoldenPictureTests
{
    // Imitating splat-transform, and with our own defaults.
    private const double ImitatingDecibels = 60, ClassicDecibels = 45;

    // Two steps of 8 bits and the half step by which both sides were rounded.
    private const double LargestDifference = 2.0 / 255;

    // The README's imitation: near, tail floor exp(-4.5), square of 3 standard deviations.
    private static readonly RenderOptions Imitation = new() { Near = 0.2, TailFloor = Math.Exp(-4.5), Extent = SplatExtent.Square3 };

    [Theory]
    [InlineData(VectorWidth.Lanes8)]
    [InlineData(VectorWidth.Lanes16)]
    public void Rasterizer_WholeCapture_MatchesSplatTransform(VectorWidth width)
    {
        Rasterizer rasterizer = new(width: width);
        foreach ((string name, GaussianCloud cloud, Camera camera, RenderOptions options, FloatImage truth) in Pictures())
        {
            RenderTarget target = new(camera.Width, camera.Height);
            rasterizer.Render(cloud, camera, options, target);
            FloatImage ours = target.Color!.ToBytes().ToFloat();
            double psnr = ImageMetrics.Psnr(ours, truth);
            Assert.True(psnr >= ImitatingDecibels, $"{name}: imitating {psnr:F2} dB");
            double largest = 0;
            for (int i = 0; i < truth.Data.Length; i++) largest = Math.Max(largest, Math.Abs(truth.Data[i] - ours.Data[i]));
            Assert.True(largest <= LargestDifference + 1e-6, $"{name}: imitating, largest difference {largest * 255:F2}/255");

            rasterizer.Render(cloud, camera, RenderOptions.Default with { Background = options.Background }, target);
            double classic = ImageMetrics.Psnr(target.Color!.ToBytes().ToFloat(), truth);
            Assert.True(classic >= ClassicDecibels, $"{name}: classic {classic:F2} dB");
        }
    }

    private static IEnumerable<(string Name, GaussianCloud Cloud, Camera Camera, RenderOptions Options, FloatImage Truth)> Pictures()
    {
        string folder = Path.Combine(GoldenData.RequireRoot(), "formats", "pictures");
        string captures = Path.Combine(GoldenData.RequireDataRoot(), "captured");
        foreach (string path in Directory.EnumerateFiles(folder, "*.cameras.json").Order(StringComparer.Ordinal))
        {
            string capture = Path.GetFileName(path)[..^".cameras.json".Length];
            GaussianCloud cloud = SplatFiles.Read(Path.Combine(captures, capture + ".compressed.ply"));
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            foreach (JsonElement entry in document.RootElement.EnumerateArray())
            {
                string image = entry.GetProperty("image").GetString()!;
                double[][] m = [.. entry.GetProperty("viewmat").EnumerateArray().Select(row => row.EnumerateArray().Select(v => v.GetDouble()).ToArray())];
                double[] background = [.. entry.GetProperty("background").EnumerateArray().Select(v => v.GetDouble())];
                Camera camera = new()
                {
                    Width = entry.GetProperty("width").GetInt32(),
                    Height = entry.GetProperty("height").GetInt32(),
                    Fx = entry.GetProperty("fx").GetDouble(),
                    Fy = entry.GetProperty("fy").GetDouble(),
                    Cx = entry.GetProperty("cx").GetDouble(),
                    Cy = entry.GetProperty("cy").GetDouble(),
                    Rotation = Matrix3x3<Real64>.FromRows(Row(m[0]), Row(m[1]), Row(m[2])),
                    Translation = new(m[0][3], m[1][3], m[2][3]),
                };
                RenderOptions options = Imitation with { Background = new(background[0], background[1], background[2]) };
                yield return (image, cloud, camera, options, ImageFiles.Read(Path.Combine(folder, image)).WithChannels(3).ToFloat());
            }
        }
    }

    private static Vector3<Real64> Row(double[] row) => new(row[0], row[1], row[2]);
}
