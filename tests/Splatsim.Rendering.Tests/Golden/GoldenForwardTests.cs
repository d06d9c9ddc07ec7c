using Splatsim.Tests;

namespace Splatsim.Rendering.Tests.Golden;

/// <summary>Frames of an independent float64 renderer, see golden/render/README.md; the tolerances are its table.</summary>
[Trait("Kind", "Golden")]
public sealed class GoldenForwardTests
{
    // Pixels at which no decision is close enough to flip in float32, as the README defines them.
    private const double SafeMargin = 1e-4, SafeDepthGap = 1e-6;

    [Fact]
    public void Reference_EveryForwardFile_MatchesTruth()
    {
        int files = 0;
        foreach ((string name, Safetensors file) in GoldenKinds.Files(GoldenKind.Forward, GoldenKind.Backward, GoldenKind.Deformed))
        {
            GoldenScene scene = new(file);
            MovedSplat[]? moved = file.Has("deformation_gradients") ? scene.Moved() : null;
            ReferenceImage image = ReferenceRasterizer.Render(
                scene.Cloud, scene.Camera, scene.Options, moved is null ? null : i => moved[i]);
            double tolerance = Tolerances.Of(scene).Float64;
            AssertClose(name, "rgb", file.Doubles("rgb"), image.Color, tolerance);
            AssertClose(name, "alpha", file.Doubles("alpha"), image.Alpha, tolerance);
            AssertClose(name, "depth_accumulated", file.Doubles("depth_accumulated"), image.AccumulatedDepth, tolerance * DepthScale(file));
            AssertClose(name, "depth_expected", file.Doubles("depth_expected"), image.ExpectedDepth, tolerance * DepthScale(file));
            if (file.Has("count")) Assert.Equal(file.Ints("count"), image.BlendedCount);
            files++;
        }

        Assert.True(files > 0, "the golden folder holds no forward file");
    }

    [Theory]
    [InlineData(VectorWidth.Lanes8)]
    [InlineData(VectorWidth.Lanes16)]
    public void Rasterizer_EveryForwardFile_MatchesTruthOnSafePixels(VectorWidth width)
    {
        Rasterizer rasterizer = new(width: width);
        foreach ((string name, Safetensors file) in GoldenKinds.Files(GoldenKind.Forward, GoldenKind.Backward, GoldenKind.Deformed))
        {
            GoldenScene scene = new(file);
            RenderTarget target = new(scene.Camera.Width, scene.Camera.Height, RenderOutputs.All);
            rasterizer.Render(scene.Cloud, DeformedOf(scene), scene.Camera, scene.Options, target);
            Tolerances tolerances = Tolerances.Of(scene);
            bool[] safe = SafePixels(file);
            AssertClose(name, "rgb", file.Doubles("rgb"), Wide(target.Color!.Data), tolerances.Float32, safe);
            AssertClose(name, "alpha", file.Doubles("alpha"), Wide(target.Alpha!.Data), tolerances.Float32, safe);
            AssertClose(name, "depth_accumulated", file.Doubles("depth_accumulated"), Wide(target.AccumulatedDepth!.Data), tolerances.Float32Depth, safe);
            AssertClose(name, "depth_expected", file.Doubles("depth_expected"), Wide(target.ExpectedDepth!.Data), tolerances.Float32Depth, safe);
            double psnr = Psnr(file.Doubles("rgb"), target.Color.Data);
            Assert.True(psnr >= tolerances.DecibelsOverAll, $"{name}: {psnr:F1} dB over all pixels, wanted {tolerances.DecibelsOverAll}");
        }
    }

    [Fact]
    public void Rasterizer_ColourAndAlphaAlone_EqualThoseOfAFullFrame()
    {
        Rasterizer rasterizer = new();
        foreach ((string name, Safetensors file) in GoldenKinds.Files(GoldenKind.Forward))
        {
            GoldenScene scene = new(file);
            RenderTarget all = new(scene.Camera.Width, scene.Camera.Height, RenderOutputs.All);
            RenderTarget some = new(scene.Camera.Width, scene.Camera.Height);
            rasterizer.Render(scene.Cloud, scene.Camera, scene.Options, all);
            rasterizer.Render(scene.Cloud, scene.Camera, scene.Options, some);
            Assert.True(all.Color!.Data.AsSpan().SequenceEqual(some.Color!.Data), name);
            Assert.True(all.Alpha!.Data.AsSpan().SequenceEqual(some.Alpha!.Data), name);
            Assert.Null(some.MedianDepth);
        }
    }

    // The truth has no median depth and no top contributor: those of the float path are compared with the reference, whose
    // blending the other outputs confirm. Both jump where a transmittance passes one half, or where two weights are
    // equal, so a few pixels may differ by rounding.
    [Fact]
    public void Rasterizer_MedianDepthAndTopContributor_MatchReference()
    {
        const double LargestShareOfFlips = 0.002;
        Rasterizer rasterizer = new();
        foreach ((string name, Safetensors file) in GoldenKinds.Files(GoldenKind.Forward))
        {
            GoldenScene scene = new(file);
            RenderTarget target = new(scene.Camera.Width, scene.Camera.Height, RenderOutputs.MedianDepth | RenderOutputs.TopContributor);
            rasterizer.Render(scene.Cloud, scene.Camera, scene.Options, target);
            ReferenceImage reference = ReferenceRasterizer.Render(scene.Cloud, scene.Camera, scene.Options);
            int pixels = reference.MedianDepth.Length, medians = 0, tops = 0;
            for (int pixel = 0; pixel < pixels; pixel++)
            {
                if (Math.Abs(reference.MedianDepth[pixel] - target.MedianDepth!.Data[pixel]) > 1e-4) medians++;
                if (reference.TopContributor[pixel] != target.TopContributor![pixel]) tops++;
            }

            Assert.True(medians <= LargestShareOfFlips * pixels, $"{name}: median depth differs at {medians} of {pixels} pixels");
            Assert.True(tops <= LargestShareOfFlips * pixels, $"{name}: top contributor differs at {tops} of {pixels} pixels");
        }
    }

    private static Splats.DeformedSplats? DeformedOf(GoldenScene scene)
    {
        if (!scene.File.Has("deformation_gradients")) return null;
        MovedSplat[] moved = scene.Moved();
        Splats.DeformedSplats result = new(moved.Length);
        for (int i = 0; i < moved.Length; i++) result.Set(i, moved[i].Mean, moved[i].Covariance, moved[i].Rotation);
        return result;
    }

    private static bool[] SafePixels(Safetensors file)
    {
        double[] margin = file.Doubles("margin"), gap = file.Doubles("depth_gap");
        bool[] safe = new bool[margin.Length];
        for (int pixel = 0; pixel < safe.Length; pixel++) safe[pixel] = margin[pixel] > SafeMargin && gap[pixel] > SafeDepthGap;
        // Ties on purpose: there the order by index decides, in every precision.
        if (gap.Min() == 0) Array.Fill(safe, true);
        return safe;
    }

    // Depths of a few units: the README's tolerances are relative to the scene's depth.
    private static double DepthScale(Safetensors file) => Math.Max(1, file.Doubles("depth_expected").DefaultIfEmpty(1).Max());

    private static double[] Wide(float[] values) => Array.ConvertAll(values, v => (double)v);

    private static double Psnr(double[] expected, float[] actual)
    {
        double sum = 0;
        for (int i = 0; i < expected.Length; i++) sum += (expected[i] - actual[i]) * (expected[i] - actual[i]);
        return sum == 0 ? double.PositiveInfinity : -10 * Math.Log10(sum / expected.Length);
    }

    private static void AssertClose(string file, string tensor, double[] expected, double[] actual, double tolerance, bool[]? counts = null)
    {
        Assert.Equal(expected.Length, actual.Length);
        int perPixel = counts is null ? 1 : expected.Length / counts.Length;
        for (int i = 0; i < expected.Length; i++)
        {
            if (counts is not null && !counts[i / perPixel]) continue;
            double error = Math.Abs(expected[i] - actual[i]);
            Assert.True(error <= tolerance, $"{file}: {tensor}[{i}] is {actual[i]:R}, expected {expected[i]:R} within {tolerance:E1}");
        }
    }

    /// <summary>The README's table, told by the number of splats and whether the outputs are stored in float32.</summary>
    private readonly record struct Tolerances(double Float64, double Float32, double Float32Depth, double DecibelsOverAll)
    {
        public static Tolerances Of(GoldenScene scene)
        {
            Safetensors file = scene.File;
            if (scene.Cloud.Count == 0 || file.Metadata.GetValueOrDefault("visible") == "0") return new(0, 0, 0, double.PositiveInfinity);
            if (file.Metadata.ContainsKey("ply")) return new(1e-6, 5e-5, 2e-4, 90);
            // Files whose own float32 run lost digits (the camera inside the cloud) have the lower bar.
            double decibels = double.Parse(file.Metadata.GetValueOrDefault("f32_psnr", "0"), System.Globalization.CultureInfo.InvariantCulture);
            if (scene.Cloud.Count > 1000) return new(1e-10, 2e-5, 1e-4, decibels > 120 ? 110 : 90);
            // The table's 1e-10 for the deformed and the gradient files, 1e-11 for the small ones.
            return new(file.Has("loss") ? 1e-10 : 1e-11, 1e-5, 1e-4, 0);
        }
    }
}
