namespace Splatsim.Imaging.Tests.Video;

public class ColorQuantizerTests
{
    [Fact]
    public void Choose_FewDistinctColours_FindsThem()
    {
        ColorQuantizer quantizer = new();
        byte[][] colors = [[10, 20, 30], [200, 20, 30], [10, 220, 30], [10, 20, 230]];
        foreach (byte[] color in colors)
        {
            for (int count = 0; count < 50; count++) quantizer.Add(color[0], color[1], color[2]);
        }

        (byte[] palette, double error) = quantizer.Choose(255);
        Assert.Equal(
            colors.Select(c => (c[0], c[1], c[2])).Order(), palette.Chunk(3).Select(c => (c[0], c[1], c[2])).Order());
        Assert.Equal(0, error, 1e-6);
    }

    [Fact]
    public void Choose_UniformGreys_SplitsEvenly()
    {
        ColorQuantizer quantizer = new();
        for (int value = 0; value < 256; value++) quantizer.Add((byte)value, (byte)value, (byte)value);
        (byte[] palette, double error) = quantizer.Choose(8);
        Assert.Equal(8, palette.Length / 3);
        // Eight bins of 32 greys have an rms error of 32 / sqrt(12) = 9.2; bins on a grid of 8 cannot be much worse.
        Assert.InRange(error, 9, 11);
    }

    [Fact]
    public void Dither_SmoothRamp_KeepsTheMeanColour()
    {
        // 64 x 64 blocks of a film frame with more than 255 colours: block means must not shift.
        ByteImage ramp = new(256, 64, 3);
        for (int row = 0; row < 64; row++)
        {
            for (int column = 0; column < 256; column++)
            {
                Span<byte> pixel = ramp.Pixel(column, row);
                (pixel[0], pixel[1], pixel[2]) = ((byte)column, (byte)(row * 4), (byte)(255 - column));
            }
        }

        using TemporaryFolder folder = new();
        using (VideoWriter writer = VideoWriters.Create(folder.File("ramp.gif"), 256, 64, 10))
        {
            writer.Add(ramp);
            writer.Finish();
        }

        ByteImage back = ImageFiles.Read(folder.File("ramp.gif")).WithChannels(3);
        for (int block = 0; block < 16; block++)
        {
            for (int channel = 0; channel < 3; channel++)
            {
                // 16 x 16 pixels hold four dither cells; 255 colours for a plane of 16,384 leave a bias of about a
                // level or two.
                Assert.Equal(Mean(ramp, block, channel), Mean(back, block, channel), 4.0);
            }
        }
    }

    private static double Mean(ByteImage image, int block, int channel)
    {
        double sum = 0;
        for (int row = 24; row < 40; row++)
        {
            for (int column = block * 16; column < block * 16 + 16; column++) sum += image.Pixel(column, row)[channel];
        }

        return sum / 256;
    }
}
