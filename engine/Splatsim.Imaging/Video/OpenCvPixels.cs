using OpenCvSharp;

namespace Splatsim.Imaging;

/// <summary>Moves samples between RGB byte images and OpenCV's matrices of blue, green, red.</summary>
internal static class OpenCvPixels
{
    /// <summary>Copies an RGB image into a matrix of its size.</summary>
    internal static unsafe void CopyTo(ByteImage image, Mat target)
    {
        for (int row = 0; row < image.Height; row++)
        {
            Swap(image.Row(row), new Span<byte>((void*)target.Ptr(row), 3 * image.Width));
        }
    }

    /// <summary>Copies a matrix of 1, 3 or 4 8-bit channels into an RGB image.</summary>
    internal static unsafe ByteImage FromMat(Mat source)
    {
        ByteImage image = new(source.Width, source.Height, 3);
        int channels = source.Channels();
        for (int row = 0; row < image.Height; row++)
        {
            ReadOnlySpan<byte> samples = new((void*)source.Ptr(row), channels * image.Width);
            if (channels == 3) Swap(samples, image.Row(row));
            else CopyRow(samples, channels, image.Row(row));
        }

        return image;
    }

    private static void Swap(ReadOnlySpan<byte> source, Span<byte> target)
    {
        for (int index = 0; index < target.Length; index += 3)
        {
            target[index] = source[index + 2];
            target[index + 1] = source[index + 1];
            target[index + 2] = source[index];
        }
    }

    private static void CopyRow(ReadOnlySpan<byte> source, int channels, Span<byte> target)
    {
        for (int from = 0, to = 0; to < target.Length; from += channels, to += 3)
        {
            target[to] = source[channels == 1 ? from : from + 2];
            target[to + 1] = source[channels == 1 ? from : from + 1];
            target[to + 2] = source[from];
        }
    }
}
