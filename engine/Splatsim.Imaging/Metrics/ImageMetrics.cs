namespace Splatsim.Imaging;

/// <summary>
/// How far two images are apart. All sums run in double over every sample (alpha too, when there is one); byte images
/// count as sample / 255.
/// </summary>
public static class ImageMetrics
{
    /// <summary>Mean absolute difference.</summary>
    /// <param name="a">First image.</param>
    /// <param name="b">Second image, same shape.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static double L1(FloatImage a, FloatImage b) => L1Of(new FloatSamples(a), new FloatSamples(b));

    /// <inheritdoc cref="L1(FloatImage, FloatImage)"/>
    public static double L1(ByteImage a, ByteImage b) => L1Of(new ByteSamples(a), new ByteSamples(b));

    /// <summary>Mean squared difference.</summary>
    /// <param name="a">First image.</param>
    /// <param name="b">Second image, same shape.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static double Mse(FloatImage a, FloatImage b) => MseOf(new FloatSamples(a), new FloatSamples(b));

    /// <inheritdoc cref="Mse(FloatImage, FloatImage)"/>
    public static double Mse(ByteImage a, ByteImage b) => MseOf(new ByteSamples(a), new ByteSamples(b));

    /// <summary>Peak signal-to-noise ratio for a peak of 1 [dB]: -10 log10(MSE), +infinity for equal images.</summary>
    /// <param name="a">First image.</param>
    /// <param name="b">Second image, same shape.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static double Psnr(FloatImage a, FloatImage b) => -10 * Math.Log10(Mse(a, b));

    /// <inheritdoc cref="Psnr(FloatImage, FloatImage)"/>
    public static double Psnr(ByteImage a, ByteImage b) => -10 * Math.Log10(Mse(a, b));

    /// <summary>
    /// Structural similarity, mean over pixels and channels, 1 for equal images. Gaussian window of 11, sigma 1.5, data
    /// range 1.
    /// </summary>
    /// <param name="a">First image.</param>
    /// <param name="b">Second image, same shape.</param>
    /// <param name="padding">What happens at the border.</param>
    /// <exception cref="ArgumentException">The shapes differ, or an image is under 11 px wide or high with <see
    /// cref="SsimPadding.Valid"/>.</exception>
    /// <remarks>Wang, Bovik, Sheikh and Simoncelli 2004, "Image quality assessment", eq. 13.</remarks>
    public static double Ssim(FloatImage a, FloatImage b, SsimPadding padding = SsimPadding.SameZero) =>
        StructuralSimilarity.Mean(
            Checked(new FloatSamples(a), new FloatSamples(b), padding), new FloatSamples(b), padding);

    /// <inheritdoc cref="Ssim(FloatImage, FloatImage, SsimPadding)"/>
    public static double Ssim(ByteImage a, ByteImage b, SsimPadding padding = SsimPadding.SameZero) =>
        StructuralSimilarity.Mean(
            Checked(new ByteSamples(a), new ByteSamples(b), padding), new ByteSamples(b), padding);

    /// <summary>
    /// The structural similarity at each window centre, shape [Height, Width, Channels]; 10 rows and columns less with
    /// <see cref="SsimPadding.Valid"/>.
    /// </summary>
    /// <param name="a">First image.</param>
    /// <param name="b">Second image, same shape.</param>
    /// <param name="padding">What happens at the border.</param>
    /// <exception cref="ArgumentException">As <see cref="Ssim(FloatImage, FloatImage, SsimPadding)"/>.</exception>
    public static double[] SsimMap(FloatImage a, FloatImage b, SsimPadding padding = SsimPadding.SameZero) =>
        StructuralSimilarity.Map(
            Checked(new FloatSamples(a), new FloatSamples(b), padding), new FloatSamples(b), padding);

    /// <inheritdoc cref="SsimMap(FloatImage, FloatImage, SsimPadding)"/>
    public static double[] SsimMap(ByteImage a, ByteImage b, SsimPadding padding = SsimPadding.SameZero) =>
        StructuralSimilarity.Map(Checked(new ByteSamples(a), new ByteSamples(b), padding), new ByteSamples(b), padding);

    /// <summary>
    /// Derivative of <see cref="Ssim(FloatImage, FloatImage, SsimPadding)"/> by the samples of the first image, shape
    /// [Height, Width, Channels].
    /// </summary>
    /// <param name="a">First image.</param>
    /// <param name="b">Second image, same shape.</param>
    /// <param name="padding">What happens at the border.</param>
    /// <exception cref="ArgumentException">As <see cref="Ssim(FloatImage, FloatImage, SsimPadding)"/>.</exception>
    public static double[] SsimGradient(FloatImage a, FloatImage b, SsimPadding padding = SsimPadding.SameZero) =>
        StructuralSimilarity.Gradient(
            Checked(new FloatSamples(a), new FloatSamples(b), padding), new FloatSamples(b), padding);

    /// <inheritdoc cref="SsimGradient(FloatImage, FloatImage, SsimPadding)"/>
    public static double[] SsimGradient(ByteImage a, ByteImage b, SsimPadding padding = SsimPadding.SameZero) =>
        StructuralSimilarity.Gradient(
            Checked(new ByteSamples(a), new ByteSamples(b), padding), new ByteSamples(b), padding);

    /// <summary>
    /// Structural similarity of samples in double with its derivative by the first; see <see cref="Ssim(FloatImage, FloatImage, SsimPadding)"/>.
    /// </summary>
    /// <param name="a">First image, shape [height, width, channels].</param>
    /// <param name="b">Second image, same shape.</param>
    /// <param name="width">Width [px].</param>
    /// <param name="height">Height [px].</param>
    /// <param name="channels">Samples per pixel.</param>
    /// <param name="gradient">Receives the derivative, shape [height, width, channels].</param>
    /// <param name="padding">What happens at the border.</param>
    /// <returns>The similarity.</returns>
    /// <exception cref="ArgumentException">The arrays do not have that shape, or valid windows do not fit.</exception>
    public static double Ssim(
        double[] a, double[] b, int width, int height, int channels, out double[] gradient, SsimPadding padding = SsimPadding.SameZero)
    {
        int samples = checked(width * height * channels);
        if (a.Length != samples || b.Length != samples)
            throw new ArgumentException($"{width} x {height} x {channels} samples need arrays of {samples} doubles, not {a.Length} and {b.Length}");
        DoubleSamples first = Checked(new(a, width, height, channels), new DoubleSamples(b, width, height, channels), padding);
        DoubleSamples second = new(b, width, height, channels);
        gradient = StructuralSimilarity.Gradient(first, second, padding);
        return StructuralSimilarity.Mean(first, second, padding);
    }

    private static double L1Of<TSamples>(TSamples a, TSamples b)
        where TSamples : struct, IImageSamples
    {
        int count = Count(a, b);
        double sum = 0;
        for (int index = 0; index < count; index++) sum += Math.Abs(a.At(index) - b.At(index));
        return sum / count;
    }

    private static double MseOf<TSamples>(TSamples a, TSamples b)
        where TSamples : struct, IImageSamples
    {
        int count = Count(a, b);
        double sum = 0;
        for (int index = 0; index < count; index++)
        {
            double difference = a.At(index) - b.At(index);
            sum += difference * difference;
        }

        return sum / count;
    }

    private static TSamples Checked<TSamples>(TSamples a, TSamples b, SsimPadding padding)
        where TSamples : struct, IImageSamples
    {
        Count(a, b);
        if (padding == SsimPadding.Valid && (a.Width < SsimWindow.Size || a.Height < SsimWindow.Size))
        {
            throw new ArgumentException(
                $"valid SSIM needs at least {SsimWindow.Size} x {SsimWindow.Size} pixels, the images have "
                + $"{a.Width} x {a.Height}; use {nameof(SsimPadding.SameZero)}");
        }

        return a;
    }

    private static int Count<TSamples>(TSamples a, TSamples b)
        where TSamples : struct, IImageSamples
    {
        if (a.Width != b.Width || a.Height != b.Height || a.Channels != b.Channels)
        {
            throw new ArgumentException(
                $"images differ in shape: {a.Width} x {a.Height} x {a.Channels} and "
                + $"{b.Width} x {b.Height} x {b.Channels}");
        }

        return a.Width * a.Height * a.Channels;
    }
}
