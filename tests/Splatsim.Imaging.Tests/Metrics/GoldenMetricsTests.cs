using Splatsim.Tests;

namespace Splatsim.Imaging.Tests.Metrics;

/// <summary>
/// Metrics and their gradients against an independent float64 program (golden/render/README.md, "metrics").
/// </summary>
[Trait("Kind", "Golden")]
public class GoldenMetricsTests
{
    private const string Folder = "render";

    // The README's bound for doubles: the same sums in another order differ by rounding only.
    private const double DoubleTolerance = 1e-12;

    // Single pixels of the map: E[aa] - E[a]^2 cancels, and rounding of 1e-16 is divided by C2 = 9e-4. The golden
    // program and scipy differ by 1.2e-12 there.
    private const double MapTolerance = 5e-12;

    // The README's bound for float32 images: samples are rounded to 6e-8 of their value.
    private const double FloatTolerance = 1e-5;

    // Gradients at float samples: as the values, and they are below 1e-4 in size here.
    private const double FloatGradientTolerance = 1e-8;

    [Fact]
    public void EveryMetricsFile_IsCoveredOrListed()
    {
        GoldenData.RequireRoot();
        IReadOnlyList<string> files = GoldenData.Files(Folder, "metrics_*");
        Assert.NotEmpty(files);
        foreach (string file in files)
        {
            string name = Path.GetFileName(file);
            if (GoldenData.IsOwedLater($"{Folder}/{name}")) continue;
            if (name.EndsWith("_a.png", StringComparison.Ordinal) || name.EndsWith("_b.png", StringComparison.Ordinal))
            {
                CheckPicture(file);
            }
            else
            {
                Assert.True(
                    name.EndsWith(".safetensors", StringComparison.Ordinal),
                    $"{name} is neither covered nor in tests/golden-later.txt");
                Safetensors golden = new(file);
                CheckValues(golden);
                CheckGradients(golden);
            }
        }
    }

    /// <summary>
    /// The PNG beside a metrics file holds the same samples as its tensor: checks the decoder byte for byte.
    /// </summary>
    private static void CheckPicture(string png)
    {
        Safetensors golden = new(png[..^"_a.png".Length] + ".safetensors");
        ByteImage expected = Image(golden, "image_" + png[^5]);
        ByteImage actual = ImageFiles.Read(png);
        Assert.Equal(
            (expected.Width, expected.Height, expected.Channels), (actual.Width, actual.Height, actual.Channels));
        Assert.Equal(expected.Data, actual.Data);
    }

    private static void CheckValues(Safetensors golden)
    {
        ByteImage a = Image(golden, "image_a");
        ByteImage b = Image(golden, "image_b");
        Check(golden, "l1", ImageMetrics.L1(a, b), ImageMetrics.L1(a.ToFloat(), b.ToFloat()));
        Check(golden, "mse", ImageMetrics.Mse(a, b), ImageMetrics.Mse(a.ToFloat(), b.ToFloat()));
        Check(golden, "psnr", ImageMetrics.Psnr(a, b), ImageMetrics.Psnr(a.ToFloat(), b.ToFloat()));
        Check(golden, "ssim_same_zero_padding", ImageMetrics.Ssim(a, b), ImageMetrics.Ssim(a.ToFloat(), b.ToFloat()));
        Check(
            golden,
            "ssim_valid",
            ImageMetrics.Ssim(a, b, SsimPadding.Valid),
            ImageMetrics.Ssim(a.ToFloat(), b.ToFloat(), SsimPadding.Valid));
        double loss = 0.8 * ImageMetrics.L1(a, b) + 0.2 * (1 - ImageMetrics.Ssim(a, b));
        Near(golden, "loss_l1_dssim", golden.Doubles("loss_l1_dssim")[0], loss, DoubleTolerance);
        CheckArray(golden, "window", SsimWindow.Weights.ToArray(), DoubleTolerance);
        CheckArray(golden, "ssim_map_same", ImageMetrics.SsimMap(a, b), MapTolerance);
        CheckArray(golden, "ssim_map_same", ImageMetrics.SsimMap(a.ToFloat(), b.ToFloat()), FloatTolerance);
        Assert.Equal(
            ImageMetrics.Ssim(a, b, SsimPadding.Valid),
            ImageMetrics.SsimMap(a, b, SsimPadding.Valid).Average(),
            DoubleTolerance);
    }

    private static void CheckGradients(Safetensors golden)
    {
        ByteImage a = Image(golden, "image_a");
        ByteImage b = Image(golden, "image_b");
        double[] same = ImageMetrics.SsimGradient(a, b);
        CheckArray(golden, "grad_ssim_same_wrt_a", same, DoubleTolerance);
        CheckArray(
            golden, "grad_ssim_valid_wrt_a", ImageMetrics.SsimGradient(a, b, SsimPadding.Valid), DoubleTolerance);
        CheckArray(
            golden,
            "grad_ssim_same_wrt_a",
            ImageMetrics.SsimGradient(a.ToFloat(), b.ToFloat()),
            FloatGradientTolerance);

        double[] loss = new double[same.Length];
        for (int index = 0; index < loss.Length; index++)
        {
            loss[index] = 0.8 * Math.Sign(a.Data[index] - b.Data[index]) / loss.Length - 0.2 * same[index];
        }

        CheckArray(golden, "grad_loss_l1_dssim_wrt_a", loss, DoubleTolerance);
    }

    private static void Check(Safetensors golden, string name, double fromBytes, double fromFloats)
    {
        double expected = golden.Doubles(name)[0];
        Near(golden, name, expected, fromBytes, DoubleTolerance * Math.Max(1, Math.Abs(expected)));
        Near(golden, name, expected, fromFloats, FloatTolerance * Math.Max(1, Math.Abs(expected)));
    }

    private static void CheckArray(Safetensors golden, string name, double[] actual, double tolerance)
    {
        double[] expected = golden.Doubles(name);
        Assert.Equal(expected.Length, actual.Length);
        for (int index = 0; index < expected.Length; index++)
        {
            if (!(Math.Abs(expected[index] - actual[index]) <= tolerance))
            {
                Near(golden, $"{name}[{index}]", expected[index], actual[index], tolerance);
            }
        }
    }

    private static void Near(Safetensors golden, string what, double expected, double actual, double tolerance) =>
        Assert.True(
            Math.Abs(expected - actual) <= tolerance,
            $"{golden.Name} {what}: {actual:R}, expected {expected:R} within {tolerance:R}");

    private static ByteImage Image(Safetensors golden, string name)
    {
        int[] shape = golden.Shape(name);
        return new ByteImage(shape[1], shape[0], shape[2], Array.ConvertAll(golden.Ints(name), sample => (byte)sample));
    }
}
