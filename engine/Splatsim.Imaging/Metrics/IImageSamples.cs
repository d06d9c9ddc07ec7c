namespace Splatsim.Imaging;

/// <summary>
/// Samples of an image as doubles in 0..1, so that one body of metric code serves byte and float images.
/// </summary>
internal interface IImageSamples
{
    /// <summary>Width [px].</summary>
    int Width { get; }

    /// <summary>Height [px].</summary>
    int Height { get; }

    /// <summary>Samples per pixel.</summary>
    int Channels { get; }

    /// <summary>The sample at an index of the interleaved array.</summary>
    double At(int index);
}

/// <summary>Byte samples / 255, in double: exact where a float quotient would not be.</summary>
internal readonly struct ByteSamples(ByteImage image) : IImageSamples
{
    private readonly byte[] data = image.Data;

    public int Width { get; } = image.Width;

    public int Height { get; } = image.Height;

    public int Channels { get; } = image.Channels;

    public double At(int index) => data[index] / 255.0;
}

/// <summary>Double samples as they are: what gradients are checked with.</summary>
internal readonly struct DoubleSamples(double[] data, int width, int height, int channels) : IImageSamples
{
    public int Width { get; } = width;

    public int Height { get; } = height;

    public int Channels { get; } = channels;

    public double At(int index) => data[index];
}

/// <summary>Float samples as they are.</summary>
internal readonly struct FloatSamples(FloatImage image) : IImageSamples
{
    private readonly float[] data = image.Data;

    public int Width { get; } = image.Width;

    public int Height { get; } = image.Height;

    public int Channels { get; } = image.Channels;

    public double At(int index) => data[index];
}
