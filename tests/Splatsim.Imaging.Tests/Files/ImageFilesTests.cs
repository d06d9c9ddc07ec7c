namespace Splatsim.Imaging.Tests.Files;

[Trait("Kind", "RoundTrip")]
public class ImageFilesTests
{
    // JPEG and lossy WebP at quality 95 on a smooth picture; a swapped channel is below 20 dB.
    private const double LossyPsnr = 38;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    public void Png_Noise_ComesBackByteForByte(int channels)
    {
        ByteImage image = TestImages.Noise(67, 41, channels, seed: channels);
        ByteImage back = ImageFiles.Decode(ImageFiles.EncodePng(image), "noise.png");
        Assert.Equal(channels, back.Channels);
        Assert.Equal(image.Data, back.Data);
    }

    [Theory]
    [InlineData(1, 1, 4)]
    [InlineData(67, 41, 4)]
    [InlineData(67, 41, 3)]
    [InlineData(300, 200, 4)]
    public void WebPLossless_Noise_ComesBackByteForByte(int width, int height, int channels)
    {
        ByteImage image = TestImages.Noise(width, height, channels, seed: 5);
        ByteImage back = ImageFiles.Decode(ImageFiles.EncodeWebPLossless(image), "noise.webp").WithChannels(channels);
        Assert.Equal(image.Data, back.Data);
    }

    [Fact]
    public void WebPLossless_Grey_ComesBackAsEqualColours()
    {
        ByteImage image = TestImages.Noise(30, 20, 1, seed: 6);
        ByteImage back = ImageFiles.Decode(ImageFiles.EncodeWebPLossless(image), "grey.webp");
        Assert.Equal(image.WithChannels(3).Data, back.WithChannels(3).Data);
    }

    [Theory]
    [InlineData(".jpg")]
    [InlineData(".jpeg")]
    [InlineData(".webp")]
    public void Write_Lossy_ComesBackCloseToTheSource(string extension)
    {
        using TemporaryFolder folder = new();
        ByteImage image = TestImages.Disc(96, 64, 3);
        ImageFiles.Write(folder.File("picture" + extension), image);
        ByteImage back = ImageFiles.Read(folder.File("picture" + extension));
        double psnr = ImageMetrics.Psnr(image, back.WithChannels(3));
        Assert.True(psnr > LossyPsnr, $"{extension}: {psnr:F1} dB");
    }

    [Fact]
    public void Write_WebPAtQuality100_IsLossless()
    {
        using TemporaryFolder folder = new();
        ByteImage image = TestImages.Noise(40, 30, 3, seed: 8);
        ImageFiles.Write(folder.File("picture.WEBP"), image, quality: 100);
        Assert.Equal(image.Data, ImageFiles.Read(folder.File("picture.WEBP")).WithChannels(3).Data);
    }

    [Fact]
    public void Write_NewFolder_LeavesTheFileAlone()
    {
        using TemporaryFolder folder = new();
        string path = folder.File(Path.Combine("a", "b", "picture.png"));
        ImageFiles.Write(path, TestImages.Noise(4, 4, 3, seed: 9));
        ImageFiles.Write(path, TestImages.Noise(5, 5, 3, seed: 9));
        Assert.Equal([path], Directory.EnumerateFiles(Path.GetDirectoryName(path)!));
        Assert.Equal(5, ImageFiles.Read(path).Width);
    }

    [Fact]
    public void Write_UnknownExtension_NamesTheKnownOnes()
    {
        ImageException error = Assert.Throws<ImageException>(
            () => ImageFiles.Write("picture.tiff", new ByteImage(1, 1, 3)));
        Assert.Contains(".tiff", error.Message, StringComparison.Ordinal);
        Assert.Contains(".webp", error.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_FolderThatIsAFile_IsATypedError()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("taken"), "");
        Assert.Throws<ImageException>(
            () => ImageFiles.Write(folder.File(Path.Combine("taken", "picture.png")), new ByteImage(1, 1, 3)));
    }

    [Fact]
    public void Read_MissingFile_IsATypedError()
    {
        ImageException error = Assert.Throws<ImageException>(() => ImageFiles.Read("/nowhere/picture.png"));
        Assert.Equal("/nowhere/picture.png", error.File);
    }

    [Fact]
    public void Decode_NotAnImage_IsATypedError()
    {
        Assert.Throws<ImageException>(() => ImageFiles.Decode("ply\nformat ascii 1.0\n"u8, "cloud.ply"));
        Assert.Throws<ImageException>(() => ImageFiles.Decode([], "empty"));
        Assert.Throws<ImageException>(() => ImageFiles.Describe([0x89, 0x50], "short"));
    }

    [Theory]
    [InlineData("png")]
    [InlineData("jpg")]
    [InlineData("webp")]
    public void Decode_CutShort_IsATypedErrorOrNothing(string format)
    {
        ByteImage image = TestImages.Noise(40, 40, 3, seed: 10);
        byte[] whole = format switch
        {
            "png" => ImageFiles.EncodePng(image),
            "jpg" => ImageFiles.EncodeJpeg(image),
            _ => ImageFiles.EncodeWebPLossless(image),
        };
        for (int length = 0; length < whole.Length * 9 / 10; length += 37)
        {
            Assert.Throws<ImageException>(() => ImageFiles.Decode(whole.AsSpan(0, length), "cut." + format));
        }
    }

    [Fact]
    public void Decode_DamagedBytes_NeverEscapesTheTypedError()
    {
        Random random = new(11);
        ByteImage image = TestImages.Noise(24, 24, 4, seed: 12);
        byte[][] files =
        [
            ImageFiles.EncodePng(image),
            ImageFiles.EncodeJpeg(image),
            ImageFiles.EncodeWebPLossless(image),
            ImageFiles.EncodeWebP(image),
        ];
        for (int round = 0; round < 200; round++)
        {
            byte[] damaged = (byte[])files[round % files.Length].Clone();
            for (int change = 0; change < 4; change++) damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            try
            {
                ByteImage back = ImageFiles.Decode(damaged, "damaged");
                Assert.Equal(back.Width * back.Height * back.Channels, back.Data.Length);
            }
            catch (ImageException error)
            {
                Assert.Equal("damaged", error.File);
            }
        }
    }

    [Fact]
    public void Describe_Header_AgreesWithTheDecodedImage()
    {
        byte[] png = ImageFiles.EncodePng(TestImages.Noise(31, 17, 4, seed: 13));
        Assert.Equal(new ImageInfo(31, 17, 4, 1), ImageFiles.Describe(png, "noise.png"));
    }
}
