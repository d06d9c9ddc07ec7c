using Splatsim.Imaging;

namespace Splatsim.Formats;

/// <summary>An image that holds data: bytes of splats, row by row.</summary>
internal sealed class SogPlane
{
    // Decoded planes take 4 bytes per pixel. A scene of fewer bytes than pixels is believed only up to this size.
    private const long FreePixels = 16 << 20;

    private readonly int channels;

    private SogPlane(ByteImage image)
    {
        Width = image.Width;
        Height = image.Height;
        channels = image.Channels;
        Data = image.Data;
    }

    internal int Width { get; }

    internal int Height { get; }

    internal long PixelCount => (long)Width * Height;

    internal byte[] Data { get; }

    /// <summary>Bytes from one pixel to the next.</summary>
    internal int Stride => channels;

    /// <summary>Decodes a part of a scene.</summary>
    /// <param name="files">The scene.</param>
    /// <param name="name">The part.</param>
    /// <param name="jsonPath">Where meta.json names it.</param>
    /// <exception cref="SplatFormatException">Not an image, damaged, or too large to be believed.</exception>
    internal static SogPlane Read(ISogFiles files, string name, string jsonPath)
    {
        byte[] bytes = files.Read(name, jsonPath);
        try
        {
            ImageInfo info = ImageFiles.Describe(bytes, name);
            long pixels = (long)info.Width * info.Height;
            if (pixels > FreePixels + files.TotalSize)
            {
                throw SplatFormatException.AtJson(
                    files.Path,
                    jsonPath,
                    $"'{name}' has {info.Width} x {info.Height} pixels, the whole scene only {files.TotalSize} bytes",
                    "the file is damaged; get it again");
            }

            ByteImage image = ImageFiles.Decode(bytes, name);
            if (image.Channels < 3) throw SplatFormatException.AtJson(
                files.Path, jsonPath, $"'{name}' is a grey image", "SOG needs colour images; write the scene again");
            return new SogPlane(image);
        }
        catch (ImageException error)
        {
            throw SplatFormatException.AtJson(
                files.Path, jsonPath, $"'{name}' is not an image ({error.Message})",
                "the file is damaged; get it again", error);
        }
    }

    /// <summary>Checks that the plane has a pixel for every splat.</summary>
    internal SogPlane Require(int count, ISogFiles files, string name, string jsonPath)
    {
        if (PixelCount >= count) return this;
        throw SplatFormatException.AtJson(
            files.Path, jsonPath, $"'{name}' has {Width} x {Height} pixels, too few for {count} splats", "the file is damaged; get it again");
    }

    /// <summary>The fourth byte of a pixel; 255 where the image has none.</summary>
    internal byte Alpha(int pixel) => channels == 4 ? Data[4 * pixel + 3] : (byte)255;
}
