namespace Splatsim.Imaging.Tests;

public class ByteImageTests
{
    [Fact]
    public void Constructor_WrongSizes_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ByteImage(0, 4, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ByteImage(4, 4, 2));
        Assert.Throws<ArgumentException>(() => new ByteImage(4, 4, 3, new byte[47]));
        Assert.Throws<OverflowException>(() => new ByteImage(60000, 60000, 1));
    }

    [Fact]
    public void Pixel_IsRowMajorInterleaved()
    {
        ByteImage image = new(3, 2, 3);
        image.Pixel(2, 1)[1] = 7;
        Assert.Equal(7, image.Data[(1 * 3 + 2) * 3 + 1]);
        Assert.Equal(7, image.Row(1)[2 * 3 + 1]);
    }

    [Fact]
    public void WithChannels_GreyToColour_RepeatsAndIsOpaque()
    {
        ByteImage grey = new(2, 1, 1, [10, 200]);
        Assert.Equal([10, 10, 10, 255, 200, 200, 200, 255], grey.WithChannels(4).Data);
        Assert.Equal([10, 10, 10, 200, 200, 200], grey.WithChannels(3).Data);
    }

    [Fact]
    public void WithChannels_DroppingAlpha_KeepsColourAsItIs() =>
        Assert.Equal([9, 8, 7], new ByteImage(1, 1, 4, [9, 8, 7, 0]).WithChannels(3).Data);

    [Fact]
    public void WithChannels_ColourToGrey_WeighsByLuma() =>
        // Rec. 709: 0.2126, 0.7152, 0.0722 of 255, rounded.
        Assert.Equal([54, 182, 18], new ByteImage(3, 1, 3, [255, 0, 0, 0, 255, 0, 0, 0, 255]).WithChannels(1).Data);

    [Fact]
    public void Over_HalfAlpha_IsTheMean()
    {
        ByteImage over = new ByteImage(1, 1, 4, [200, 0, 100, 128]).Over(0, 100, 100);
        // (200 * 128 + 0 * 127) / 255 = 100.4; (0 * 128 + 100 * 127) / 255 = 49.8; 100 stays.
        Assert.Equal([100, 50, 100], over.Data);
    }

    [Fact]
    public void Float_RoundTrip_IsExactForEveryByte()
    {
        byte[] every = [.. Enumerable.Range(0, 256).Select(value => (byte)value)];
        ByteImage image = new(256, 1, 1, every);
        Assert.Equal(every, image.ToFloat().ToBytes().Data);
    }

    [Fact]
    public void ToBytes_OutOfRange_IsClippedAndNaNIsZero()
    {
        FloatImage image = new(7, 1, 1, [-1f, 0f, 0.5f, 1f, 2f, float.NaN, float.PositiveInfinity]);
        // 0.5 * 255 = 127.5 rounds up.
        Assert.Equal([0, 0, 128, 255, 255, 0, 255], image.ToBytes().Data);
    }

    [Fact]
    public void ToBytes_OtherShape_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new FloatImage(2, 2, 3).ToBytes(new ByteImage(2, 2, 4)));
}
