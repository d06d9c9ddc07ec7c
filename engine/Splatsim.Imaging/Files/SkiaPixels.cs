using SkiaSharp;

namespace Splatsim.Imaging;

/// <summary>Moves samples between byte images and Skia without any conversion of colour or alpha.</summary>
internal static class SkiaPixels
{
    /// <summary>Channels that a decoded image has: 1 grey, 3 opaque, 4 with alpha.</summary>
    internal static int ChannelsOf(SKCodec codec)
    {
        if (codec.FrameCount > 1) return 4;
        if (codec.Info.ColorType == SKColorType.Gray8) return 1;
        return codec.Info.AlphaType == SKAlphaType.Opaque ? 3 : 4;
    }

    /// <summary>Decodes one frame. No colour space is given, so Skia converts nothing.</summary>
    internal static unsafe ByteImage Decode(SKCodec codec, string name, int frame)
    {
        int channels = ChannelsOf(codec);
        int decoded = channels == 1 ? 1 : 4;
        SKImageInfo layout = new(
            codec.Info.Width,
            codec.Info.Height,
            channels == 1 ? SKColorType.Gray8 : SKColorType.Rgba8888,
            channels == 4 ? SKAlphaType.Unpremul : SKAlphaType.Opaque);
        ByteImage image;
        try
        {
            image = new ByteImage(layout.Width, layout.Height, decoded);
        }
        catch (Exception error) when (error is OverflowException or OutOfMemoryException)
        {
            throw new ImageException(
                name, $"{layout.Width} x {layout.Height} pixels do not fit one image", "split the image", error);
        }

        SKCodecResult result;
        fixed (byte* samples = image.Data)
        {
            result = codec.GetPixels(layout, (IntPtr)samples, layout.RowBytes, new SKCodecOptions(frame));
        }

        if (result != SKCodecResult.Success)
        {
            throw new ImageException(
                name, $"the image data is damaged or cut short (decoder says {result})", "get the file again");
        }

        return channels == 3 ? image.WithChannels(3) : image;
    }

    /// <summary>Encodes by a Skia encoder, which sees the samples as they are.</summary>
    internal static unsafe byte[] Encode(ByteImage image, string format, Func<SKPixmap, SKData?> encode)
    {
        // Skia has no packed 24-bit layout: opaque colour travels with a fourth byte that encoders skip.
        ByteImage source = image.Channels == 3 ? image.WithChannels(4) : image;
        (SKColorType color, SKAlphaType alpha) = image.Channels switch
        {
            1 => (SKColorType.Gray8, SKAlphaType.Opaque),
            3 => (SKColorType.Rgba8888, SKAlphaType.Opaque),
            _ => (SKColorType.Rgba8888, SKAlphaType.Unpremul),
        };
        SKImageInfo layout = new(image.Width, image.Height, color, alpha);
        fixed (byte* samples = source.Data)
        {
            using SKPixmap pixels = new(layout, (IntPtr)samples, layout.RowBytes);
            using SKData data = encode(pixels) ?? throw new ImageException(
                format,
                $"an image of {image.Width} x {image.Height} x {image.Channels} cannot be encoded as {format}",
                Limit(format));
            return data.ToArray();
        }
    }

    private static string Limit(string format) => format switch
    {
        "WebP" => "WebP holds at most 16383 x 16383 pixels; use PNG",
        "JPEG" => "JPEG holds at most 65535 x 65535 pixels; use PNG",
        _ => "make the image smaller",
    };
}
