namespace Splatsim.Imaging.Tests.Files;

[Trait("Kind", "RoundTrip")]
public class ImageFilesTests
{
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

    [Fact]
    public void WebPLossless_NoiseWithoutHiddenPixels_ComesBackByteForByte()
    {
        ByteImage image = TestImages.Noise(67, 41, 4, seed: 5);
        for (int index = 3; index < image.Data.Length; index += 4) image.Data[index] = Math.Max((byte)1, image.Data[index]);
        ByteImage back = ImageFiles.Decode(ImageFiles.EncodeWebPLossless(image), "noise.webp");
        Assert.Equal(image.Data, back.Data);
    }
}
