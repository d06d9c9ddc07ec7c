namespace Splatsim.Imaging.Tests;

/// <summary>Pictures made from a formula, so that a test needs no file.</summary>
internal static class TestImages
{
    /// <summary>Noise: every sample independent, so that nothing a codec does to it goes unseen.</summary>
    internal static ByteImage Noise(int width, int height, int channels, int seed)
    {
        ByteImage image = new(width, height, channels);
        new Random(seed).NextBytes(image.Data);
        return image;
    }

    /// <summary>A smooth picture with a bright disc whose place depends on the frame: easy on lossy codecs.</summary>
    internal static ByteImage Disc(int width, int height, int frame)
    {
        ByteImage image = new(width, height, 3);
        double centreX = width * (0.25 + 0.05 * frame);
        double centreY = height * 0.5;
        double radius = height * 0.22;
        for (int row = 0; row < height; row++)
        {
            for (int column = 0; column < width; column++)
            {
                double distance = Math.Sqrt(Math.Pow(column - centreX, 2) + Math.Pow(row - centreY, 2));
                double cover = Math.Clamp((radius - distance) / 2 + 0.5, 0, 1);
                Span<byte> pixel = image.Pixel(column, row);
                pixel[0] = (byte)(40 + 60.0 * column / width + cover * 120);
                pixel[1] = (byte)(70 + 50.0 * row / height + cover * 20);
                pixel[2] = (byte)(120 - 60 * cover);
            }
        }

        return image;
    }

    /// <summary>The eight corners of the colour cube, pulled in a little, as square patches in a row.</summary>
    internal static ByteImage Patches(int side)
    {
        ByteImage image = new(8 * side, side, 3);
        for (int row = 0; row < side; row++)
        {
            for (int column = 0; column < image.Width; column++)
            {
                for (int channel = 0; channel < 3; channel++)
                {
                    image.Pixel(column, row)[channel] = (byte)((column / side >> channel & 1) == 0 ? 24 : 230);
                }
            }
        }

        return image;
    }
}
