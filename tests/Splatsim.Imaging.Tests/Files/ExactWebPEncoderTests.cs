namespace Splatsim.Imaging.Tests.Files;

[Trait("Kind", "RoundTrip")]
public class ExactWebPEncoderTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(1, 9)]
    [InlineData(31, 33)]
    [InlineData(64, 64)]
    [InlineData(257, 130)]
    public void Noise_AnySize_ComesBackByteForByte(int width, int height) =>
        RoundTrip(TestImages.Noise(width, height, 4, seed: width));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Pattern_EachKind_ComesBackByteForByte(int kind)
    {
        ByteImage image = new(150, 90, 4);
        Random random = new(kind);
        for (int row = 0; row < image.Height; row++)
        {
            for (int column = 0; column < image.Width; column++)
            {
                byte[] value = kind switch
                {
                    0 => [0, 0, 0, 0],
                    1 => [7, 7, 7, 0],
                    2 => [(byte)column, (byte)row, (byte)(column + row), (byte)(column / 2)],
                    3 => [(byte)(column / 10 % 2 * 200), 5, (byte)(row / 7 % 2 * 90), (byte)(row % 2 * 255)],
                    4 => [(byte)Math.Min(255, (int)(-20 * Math.Log(random.NextDouble()))), 0, 0, 0],
                    _ => [(byte)(column * row), (byte)(column * row), (byte)(column * row), 255],
                };
                value.CopyTo(image.Pixel(column, row));
            }
        }

        RoundTrip(image);
    }

    [Fact]
    public void SkewedCounts_NeedLimitedCodeLengths_ComeBackByteForByte()
    {
        // Fibonacci counts make the deepest Huffman tree: 22 symbols want codes of 21 bits, VP8L allows 15.
        List<byte> values = [];
        (int count, int next) = (1, 1);
        for (int symbol = 0; symbol < 22; symbol++)
        {
            values.AddRange(Enumerable.Repeat((byte)(symbol * 11), count));
            (count, next) = (next, count + next);
        }

        Random random = new(4);
        byte[] shuffled = [.. values];
        random.Shuffle(shuffled);
        ByteImage image = new(150, shuffled.Length / 150, 4);
        for (int pixel = 0; pixel < image.Width * image.Height; pixel++)
        {
            image.Data[4 * pixel] = shuffled[pixel];
            image.Data[4 * pixel + 1] = (byte)random.Next(3);
        }

        RoundTrip(image);
    }

    [Fact]
    public void RepeatedRows_AreCompressed()
    {
        ByteImage image = new(200, 200, 4);
        byte[] row = TestImages.Noise(200, 1, 4, seed: 3).Data;
        for (int index = 0; index < image.Height; index++) row.CopyTo(image.Row(index));
        // One row of noise (800 bytes) and references to it; noise without references would be 160,000 bytes.
        Assert.True(RoundTrip(image) < 4000);
    }

    private static int RoundTrip(ByteImage image)
    {
        byte[] file = ExactWebPEncoder.Encode(image);
        ByteImage back = ImageFiles.Decode(file, "exact.webp");
        Assert.Equal((image.Width, image.Height, 4), (back.Width, back.Height, back.Channels));
        Assert.Equal(image.Data, back.Data);
        return file.Length;
    }
}
