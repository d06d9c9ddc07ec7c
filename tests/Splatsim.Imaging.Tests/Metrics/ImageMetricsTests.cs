namespace Splatsim.Imaging.Tests.Metrics;

[Trait("Kind", "Verification")]
public class ImageMetricsTests
{
    // Sums of a few hundred doubles in another order.
    private const double Rounding = 1e-12;

    [Fact]
    public void EqualImages_HaveNoDistance()
    {
        ByteImage image = TestImages.Noise(20, 20, 3, seed: 1);
        Assert.Equal(0, ImageMetrics.L1(image, image));
        Assert.Equal(0, ImageMetrics.Mse(image, image));
        Assert.Equal(double.PositiveInfinity, ImageMetrics.Psnr(image, image));
        Assert.Equal(1, ImageMetrics.Ssim(image, image), Rounding);
        Assert.Equal(1, ImageMetrics.Ssim(image, image, SsimPadding.Valid), Rounding);
        // SSIM is largest there, so its gradient vanishes.
        Assert.All(ImageMetrics.SsimGradient(image, image), value => Assert.Equal(0, value, Rounding));
    }

    [Fact]
    public void ConstantOffset_HasItsClosedForm()
    {
        FloatImage a = Plain(0.5f);
        FloatImage b = Plain(0.75f);
        Assert.Equal(0.25, ImageMetrics.L1(a, b), Rounding);
        Assert.Equal(0.0625, ImageMetrics.Mse(a, b), Rounding);
        Assert.Equal(-10 * Math.Log10(0.0625), ImageMetrics.Psnr(a, b), Rounding);
        // No variance, so only the luminance term is left: (2 * 0.375 + C1) / (0.25 + 0.5625 + C1).
        Assert.Equal((0.75 + 1e-4) / (0.8125 + 1e-4), ImageMetrics.Ssim(a, b, SsimPadding.Valid), Rounding);
    }

    [Theory]
    [InlineData(SsimPadding.SameZero)]
    [InlineData(SsimPadding.Valid)]
    public void SsimGradient_CentralDifferences_Agree(SsimPadding padding)
    {
        FloatImage a = TestImages.Noise(17, 13, 3, seed: 2).ToFloat();
        FloatImage b = TestImages.Noise(17, 13, 3, seed: 3).ToFloat();
        double[] gradient = ImageMetrics.SsimGradient(a, b, padding);
        // Samples are float: a step of 2^-9 is exact, and its third-order error is of the size step^2 x third
        // derivative.
        const float Step = 1f / 512;
        const double Tolerance = 2e-6;
        for (int index = 5; index < gradient.Length; index += 37)
        {
            float kept = a.Data[index];
            a.Data[index] = kept + Step;
            double up = ImageMetrics.Ssim(a, b, padding);
            a.Data[index] = kept - Step;
            double down = ImageMetrics.Ssim(a, b, padding);
            a.Data[index] = kept;
            Assert.Equal((up - down) / (2.0 * Step), gradient[index], Tolerance);
        }

        // The check means something only if the gradient is much larger than its tolerance.
        Assert.True(gradient.Max(Math.Abs) > 50 * Tolerance);
    }

    [Fact]
    public void UnequalShapes_AreRefused()
    {
        ByteImage a = new(4, 4, 3);
        Assert.Throws<ArgumentException>(() => ImageMetrics.L1(a, new ByteImage(4, 5, 3)));
        Assert.Throws<ArgumentException>(() => ImageMetrics.Ssim(a, new ByteImage(4, 4, 1)));
    }

    [Fact]
    public void Ssim_SmallerThanTheWindow_NeedsPadding()
    {
        ByteImage small = new(10, 30, 1);
        Assert.Throws<ArgumentException>(() => ImageMetrics.Ssim(small, small, SsimPadding.Valid));
        Assert.Equal(1, ImageMetrics.Ssim(small, small), Rounding);
    }

    private static FloatImage Plain(float value)
    {
        FloatImage image = new(16, 14, 3);
        image.Data.AsSpan().Fill(value);
        return image;
    }
}
