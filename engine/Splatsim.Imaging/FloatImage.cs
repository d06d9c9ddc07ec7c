namespace Splatsim.Imaging;

/// <summary>
/// An image of 32-bit floats with any number of channels. Rows run from top to bottom, samples are interleaved; colours
/// are nominally 0 to 1. Whether values are linear or sRGB is what the producer says; the renderer's colours are in the
/// space that the splats were trained in, which is sRGB for captures.
/// </summary>
public sealed class FloatImage
{
    /// <summary>Allocates an image of zeros.</summary>
    /// <param name="width">Width [px], at least 1.</param>
    /// <param name="height">Height [px], at least 1.</param>
    /// <param name="channels">Samples per pixel, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    /// <exception cref="OverflowException">The image needs more samples than one array holds (about 2^31).</exception>
    public FloatImage(int width, int height, int channels)
        : this(width, height, channels, new float[SampleCount(width, height, channels)])
    {
    }

    /// <summary>Wraps an array without copying it.</summary>
    /// <param name="width">Width [px], at least 1.</param>
    /// <param name="height">Height [px], at least 1.</param>
    /// <param name="channels">Samples per pixel, at least 1.</param>
    /// <param name="data">Samples, shape [height, width, channels].</param>
    /// <exception cref="ArgumentException">The array's length does not match the sizes.</exception>
    public FloatImage(int width, int height, int channels, float[] data)
    {
        int count = SampleCount(width, height, channels);
        if (data.Length != count)
        {
            throw new ArgumentException(
                $"{width} x {height} x {channels} samples need an array of {count} floats, not {data.Length}",
                nameof(data));
        }

        Width = width;
        Height = height;
        Channels = channels;
        Data = data;
    }

    /// <summary>Width [px].</summary>
    public int Width { get; }

    /// <summary>Height [px].</summary>
    public int Height { get; }

    /// <summary>Samples per pixel.</summary>
    public int Channels { get; }

    /// <summary>Samples, shape [Height, Width, Channels].</summary>
    public float[] Data { get; }

    /// <summary>The samples of one row, shape [Width, Channels].</summary>
    /// <param name="row">0 is the top row.</param>
    public Span<float> Row(int row) => Data.AsSpan(row * Width * Channels, Width * Channels);

    /// <summary>The samples of one pixel, shape [Channels].</summary>
    /// <param name="column">0 is the left column.</param>
    /// <param name="row">0 is the top row.</param>
    public Span<float> Pixel(int column, int row) => Data.AsSpan((row * Width + column) * Channels, Channels);

    /// <summary>The image as bytes: clipped to 0..1, times 255, rounded to nearest; NaN becomes 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The image has other than 1, 3 or 4 channels.</exception>
    public ByteImage ToBytes()
    {
        ByteImage result = new(Width, Height, Channels);
        ToBytes(result);
        return result;
    }

    /// <summary>Writes the image as bytes into an existing image of the same shape, without allocating.</summary>
    /// <param name="target">Receives clipped, rounded samples.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public void ToBytes(ByteImage target)
    {
        if (target.Width != Width || target.Height != Height || target.Channels != Channels)
        {
            throw new ArgumentException(
                $"target is {target.Width} x {target.Height} x {target.Channels}, "
                + $"the image {Width} x {Height} x {Channels}",
                nameof(target));
        }

        // NaN fails the first comparison, so that it ends as 0 and not as whatever a cast makes of it.
        for (int index = 0; index < Data.Length; index++)
        {
            float value = Data[index];
            target.Data[index] = value > 0f ? (byte)(Math.Min(value, 1f) * 255f + 0.5f) : (byte)0;
        }
    }

    /// <summary>The image with sRGB colours made linear; the fourth of four channels (alpha) is kept.</summary>
    public FloatImage ToLinear() => Map(ColorTransfer.SrgbToLinear);

    /// <summary>The image with linear colours made sRGB; the fourth of four channels (alpha) is kept.</summary>
    public FloatImage ToSrgb() => Map(ColorTransfer.LinearToSrgb);

    /// <summary>A deep copy.</summary>
    public FloatImage Clone() => new(Width, Height, Channels, (float[])Data.Clone());

    private FloatImage Map(Func<float, float> transfer)
    {
        FloatImage result = new(Width, Height, Channels);
        for (int index = 0; index < Data.Length; index++)
        {
            bool alpha = Channels == 4 && index % 4 == 3;
            result.Data[index] = alpha ? Data[index] : transfer(Data[index]);
        }

        return result;
    }

    private static int SampleCount(int width, int height, int channels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        return checked(width * height * channels);
    }
}
