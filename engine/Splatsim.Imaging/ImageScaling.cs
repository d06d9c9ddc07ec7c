namespace Splatsim.Imaging;

/// <summary>Makes images smaller by averaging the area that each new pixel covers.</summary>
public static class ImageScaling
{
    /// <summary>An image of a given width, its sides in proportion; the image itself when it is not wider.</summary>
    /// <param name="image">The image.</param>
    /// <param name="width">New width [px], at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The width is below 1.</exception>
    public static ByteImage ToWidth(ByteImage image, int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        if (width >= image.Width) return image;
        int height = Math.Max(1, (int)Math.Round((double)image.Height * width / image.Width));
        ByteImage result = new(width, height, image.Channels);
        double[] sums = new double[image.Channels];
        for (int row = 0; row < height; row++)
        {
            double top = (double)row * image.Height / height, bottom = (double)(row + 1) * image.Height / height;
            for (int column = 0; column < width; column++)
            {
                double left = (double)column * image.Width / width, right = (double)(column + 1) * image.Width / width;
                Average(image, left, right, top, bottom, sums);
                Span<byte> pixel = result.Pixel(column, row);
                for (int c = 0; c < sums.Length; c++) pixel[c] = (byte)Math.Round(sums[c]);
            }
        }

        return result;
    }

    private static void Average(ByteImage image, double left, double right, double top, double bottom, double[] sums)
    {
        Array.Clear(sums);
        double total = 0;
        for (int y = (int)top; y < Math.Min(image.Height, (int)Math.Ceiling(bottom)); y++)
        {
            double high = Math.Min(bottom, y + 1) - Math.Max(top, y);
            for (int x = (int)left; x < Math.Min(image.Width, (int)Math.Ceiling(right)); x++)
            {
                double weight = high * (Math.Min(right, x + 1) - Math.Max(left, x));
                Span<byte> pixel = image.Pixel(x, y);
                for (int c = 0; c < sums.Length; c++) sums[c] += weight * pixel[c];
                total += weight;
            }
        }

        for (int c = 0; c < sums.Length; c++) sums[c] /= total;
    }
}
