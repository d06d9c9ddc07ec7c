using SkiaSharp;

namespace Splatsim.Imaging;

/// <summary>
/// Image files: PNG, JPEG and WebP in and out (GIF, BMP and ICO are read too, their first frame). Samples are the
/// stored ones: alpha is never premultiplied and embedded colour profiles are not applied, because formats keep data in
/// images. The orientation tag of photos is not applied either; camera files describe the stored rows and columns.
/// </summary>
public static class ImageFiles
{
    private const int LargestWebPSide = 16383;

    /// <summary>The extensions that can be written.</summary>
    public static IReadOnlyList<string> WritableExtensions { get; } = [".png", ".jpg", ".jpeg", ".webp"];

    /// <summary>Reads an image file. Channels are the file's: 1 grey, 3 opaque colour, 4 colour with alpha.</summary>
    /// <param name="path">PNG, JPEG, WebP, GIF, BMP or ICO; told apart by content.</param>
    /// <exception cref="ImageException">The file cannot be read, is not an image, or is damaged.</exception>
    public static ByteImage Read(string path) => Decode(ReadBytes(path), path);

    /// <summary>
    /// Decodes an image in memory. Channels are the file's: 1 grey, 3 opaque colour, 4 colour with alpha.
    /// </summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="name">Name for error messages.</param>
    /// <exception cref="ImageException">The bytes are not an image, or are damaged or cut short.</exception>
    public static ByteImage Decode(ReadOnlySpan<byte> bytes, string name)
    {
        using SKCodec codec = Open(bytes, name);
        return SkiaPixels.Decode(codec, name, frame: 0);
    }

    /// <summary>
    /// Size, channels and frame count, from the header alone: nothing of the image's size is allocated.
    /// </summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="name">Name for error messages.</param>
    /// <exception cref="ImageException">The bytes are not an image.</exception>
    public static ImageInfo Describe(ReadOnlySpan<byte> bytes, string name)
    {
        using SKCodec codec = Open(bytes, name);
        return new ImageInfo(
            codec.Info.Width, codec.Info.Height, SkiaPixels.ChannelsOf(codec), Math.Max(1, codec.FrameCount));
    }

    /// <summary>
    /// Every frame of an animated GIF or WebP, composed over the ones before it; a still image gives one frame.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ImageException">The file cannot be read, is not an image, or is damaged.</exception>
    public static IReadOnlyList<AnimationFrame> ReadFrames(string path)
    {
        using SKCodec codec = Open(ReadBytes(path), path);
        SKCodecFrameInfo[] information = codec.FrameInfo;
        if (information.Length == 0) return [new AnimationFrame(SkiaPixels.Decode(codec, path, 0), 0)];
        AnimationFrame[] frames = new AnimationFrame[information.Length];
        for (int index = 0; index < frames.Length; index++)
        {
            frames[index] = new AnimationFrame(
                SkiaPixels.Decode(codec, path, index), information[index].Duration / 1000.0);
        }

        return frames;
    }

    /// <summary>
    /// Writes an image by the extension of the path (.png, .jpg, .jpeg, .webp), under a temporary name first.
    /// </summary>
    /// <param name="path">Target; its folder is made when missing.</param>
    /// <param name="image">The image. JPEG drops alpha (the colour is kept as it is).</param>
    /// <param name="quality">JPEG and WebP quality, 1 to 100. WebP at 100 is lossless. PNG ignores it.</param>
    /// <exception cref="ImageException">Unknown extension, or the file cannot be written.</exception>
    public static void Write(string path, ByteImage image, int quality = 95)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(quality, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quality, 100);
        byte[] bytes = Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".PNG" => EncodePng(image),
            ".JPG" or ".JPEG" => EncodeJpeg(image, quality),
            ".WEBP" => quality == 100 ? EncodeWebPLossless(image) : EncodeWebP(image, quality),
            string other => throw new ImageException(
                path, $"images cannot be written as '{other}'", $"use one of {string.Join(", ", WritableExtensions)}"),
        };
        TemporaryFile.WriteAll(path, bytes);
    }

    /// <summary>PNG, 8 bits per sample; decodes to the same samples.</summary>
    /// <param name="image">The image.</param>
    public static byte[] EncodePng(ByteImage image)
    {
        // Level 6 with all filters is libpng's own default: a few percent smaller than Skia's, at the same speed.
        SKPngEncoderOptions options = new(SKPngEncoderFilterFlags.AllFilters, 6);
        return SkiaPixels.Encode(image, "PNG", pixels => pixels.Encode(options));
    }

    /// <summary>JPEG; alpha is dropped.</summary>
    /// <param name="image">The image.</param>
    /// <param name="quality">1 to 100; from 90 on colour is kept at full resolution.</param>
    public static byte[] EncodeJpeg(ByteImage image, int quality = 95)
    {
        SKJpegEncoderDownsample downsample = quality >= 90
            ? SKJpegEncoderDownsample.Downsample444
            : SKJpegEncoderDownsample.Downsample420;
        SKJpegEncoderOptions options = new(quality, downsample, SKJpegEncoderAlphaOption.Ignore);
        ByteImage opaque = image.Channels == 4 ? image.WithChannels(3) : image;
        return SkiaPixels.Encode(opaque, "JPEG", pixels => pixels.Encode(options));
    }

    /// <summary>Lossy WebP.</summary>
    /// <param name="image">The image.</param>
    /// <param name="quality">1 to 100.</param>
    public static byte[] EncodeWebP(ByteImage image, int quality = 90)
    {
        SKWebpEncoderOptions options = new(SKWebpEncoderCompression.Lossy, quality);
        return SkiaPixels.Encode(image, "WebP", pixels => pixels.Encode(options));
    }

    /// <summary>Lossless WebP: decodes to the same samples, those under alpha 0 included.</summary>
    /// <param name="image">The image, at most 16383 px wide and high.</param>
    /// <exception cref="ImageException">The image is too large for WebP.</exception>
    public static byte[] EncodeWebPLossless(ByteImage image)
    {
        // Skia's encoder compresses better and is used wherever it is exact; it clears colours that nobody sees.
        if (HasHiddenColor(image) && Math.Max(image.Width, image.Height) <= LargestWebPSide)
        {
            return ExactWebPEncoder.Encode(image);
        }

        SKWebpEncoderOptions options = new(SKWebpEncoderCompression.Lossless, 75);
        return SkiaPixels.Encode(image, "WebP", pixels => pixels.Encode(options));
    }

    private static bool HasHiddenColor(ByteImage image)
    {
        if (image.Channels != 4) return false;
        for (int index = 0; index < image.Data.Length; index += 4)
        {
            bool isColored = image.Data[index] != 0 || image.Data[index + 1] != 0 || image.Data[index + 2] != 0;
            if (image.Data[index + 3] == 0 && isColored) return true;
        }

        return false;
    }

    private static byte[] ReadBytes(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ImageException(
                path, $"cannot be read ({error.Message})", "check the path and its permissions", error);
        }
    }

    private static SKCodec Open(ReadOnlySpan<byte> bytes, string name)
    {
        SKData data = SKData.CreateCopy(bytes);
        return SKCodec.Create(data) ?? throw new ImageException(
            name,
            $"{bytes.Length} bytes are not a PNG, JPEG, WebP, GIF, BMP or ICO image",
            "check that the file is complete and an image");
    }
}
