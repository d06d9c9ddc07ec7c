namespace Splatsim.Imaging;

/// <summary>
/// An image of 8-bit samples: grey, RGB, or RGBA with alpha that is not premultiplied. Rows run from top to bottom,
/// samples are interleaved.
/// </summary>
public sealed class ByteImage
{
    /// <summary>Allocates an image of zeros.</summary>
    /// <param name="width">Width [px], at least 1.</param>
    /// <param name="height">Height [px], at least 1.</param>
    /// <param name="channels">1 grey, 3 RGB, or 4 RGBA.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, or channels is not 1, 3 or 4.</exception>
    /// <exception cref="OverflowException">The image needs more samples than one array holds (about 2^31).</exception>
    public ByteImage(int width, int height, int channels)
        : this(width, height, channels, new byte[SampleCount(width, height, channels)])
    {
    }

    /// <summary>Wraps an array without copying it.</summary>
    /// <param name="width">Width [px], at least 1.</param>
    /// <param name="height">Height [px], at least 1.</param>
    /// <param name="channels">1 grey, 3 RGB, or 4 RGBA.</param>
    /// <param name="data">Samples, shape [height, width, channels].</param>
    /// <exception cref="ArgumentException">The array's length does not match the sizes.</exception>
    public ByteImage(int width, int height, int channels, byte[] data)
    {
        int count = SampleCount(width, height, channels);
        if (data.Length != count)
        {
            throw new ArgumentException(
                $"{width} x {height} x {channels} samples need an array of {count} bytes, not {data.Length}",
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

    /// <summary>1 grey, 3 RGB, or 4 RGBA (not premultiplied).</summary>
    public int Channels { get; }

    /// <summary>Samples, shape [Height, Width, Channels].</summary>
    public byte[] Data { get; }

    /// <summary>The samples of one row, shape [Width, Channels].</summary>
    /// <param name="row">0 is the top row.</param>
    public Span<byte> Row(int row) => Data.AsSpan(row * Width * Channels, Width * Channels);

    /// <summary>The samples of one pixel, shape [Channels].</summary>
    /// <param name="column">0 is the left column.</param>
    /// <param name="row">0 is the top row.</param>
    public Span<byte> Pixel(int column, int row) => Data.AsSpan((row * Width + column) * Channels, Channels);

    /// <summary>
    /// The same image with another number of channels: grey is repeated, missing alpha is 255, dropped alpha is lost
    /// (the colour is kept as it is), colour becomes grey by the Rec. 709 luma weights. Returns this image when nothing
    /// changes.
    /// </summary>
    /// <param name="channels">1, 3 or 4.</param>
    public ByteImage WithChannels(int channels)
    {
        if (channels == Channels) return this;
        ByteImage result = new(Width, Height, channels);
        for (int source = 0, target = 0; source < Data.Length; source += Channels, target += channels)
        {
            byte red = Data[source];
            byte green = Channels == 1 ? red : Data[source + 1];
            byte blue = Channels == 1 ? red : Data[source + 2];
            if (channels == 1)
            {
                result.Data[target] = (byte)(0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.5);
                continue;
            }

            result.Data[target] = red;
            result.Data[target + 1] = green;
            result.Data[target + 2] = blue;
            if (channels == 4) result.Data[target + 3] = 255;
        }

        return result;
    }

    /// <summary>
    /// The image over a plain background colour, without alpha; images without alpha are returned as they are.
    /// </summary>
    /// <param name="red">Background, 0 to 255.</param>
    /// <param name="green">Background, 0 to 255.</param>
    /// <param name="blue">Background, 0 to 255.</param>
    public ByteImage Over(byte red, byte green, byte blue)
    {
        if (Channels != 4) return this;
        ByteImage result = new(Width, Height, 3);
        for (int source = 0, target = 0; source < Data.Length; source += 4, target += 3)
        {
            int alpha = Data[source + 3];
            result.Data[target] = Blend(Data[source], red, alpha);
            result.Data[target + 1] = Blend(Data[source + 1], green, alpha);
            result.Data[target + 2] = Blend(Data[source + 2], blue, alpha);
        }

        return result;
    }

    /// <summary>
    /// The image as floats: sample / 255. Values stay in the transfer (usually sRGB) that they are stored in.
    /// </summary>
    public FloatImage ToFloat()
    {
        FloatImage result = new(Width, Height, Channels);
        for (int index = 0; index < Data.Length; index++) result.Data[index] = Data[index] / 255f;
        return result;
    }

    private static byte Blend(int above, int below, int alpha) =>
        (byte)((above * alpha + below * (255 - alpha) + 127) / 255);

    private static int SampleCount(int width, int height, int channels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if (channels is not (1 or 3 or 4))
        {
            throw new ArgumentOutOfRangeException(
                nameof(channels), channels, "byte images have 1 (grey), 3 (RGB) or 4 (RGBA) channels");
        }

        return checked(width * height * channels);
    }
}
