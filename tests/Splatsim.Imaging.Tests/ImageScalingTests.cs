using Splatsim.Imaging;

namespace Splatsim.Tests;

public sealed class ImageScalingTests
{
    [Fact]
    public void ToWidth_Third_AveragesWholeBlocks()
    {
        ByteImage image = new(6, 3, 1);
        for (int i = 0; i < image.Data.Length; i++) image.Data[i] = (byte)(10 * i);
        ByteImage small = ImageScaling.ToWidth(image, 2);
        Assert.Equal((2, 1), (small.Width, small.Height));
        // Blocks of 3 by 3: means of 0,1,2,6,7,8,12,13,14 and of 3,4,5,9,10,11,15,16,17, times 10.
        Assert.Equal([70, 100], small.Data);
    }

    [Fact]
    public void ToWidth_Fraction_KeepsTheMean()
    {
        ByteImage image = new(7, 5, 3);
        Array.Fill(image.Data, (byte)137);
        Assert.All(ImageScaling.ToWidth(image, 3).Data, value => Assert.Equal(137, value));
    }
}
