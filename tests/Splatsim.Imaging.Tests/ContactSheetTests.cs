namespace Splatsim.Imaging.Tests;

public class ContactSheetTests
{
    [Fact]
    public void Make_FivePicturesInThreeColumns_LiesInReadingOrder()
    {
        ByteImage[] pictures = [.. Enumerable.Range(1, 5).Select(value => Plain(4, 2, (byte)(value * 40)))];
        ByteImage sheet = ContactSheet.Make(pictures, columns: 3, gap: 1);
        Assert.Equal((14, 5, 3), (sheet.Width, sheet.Height, sheet.Channels));
        Assert.Equal(40, sheet.Pixel(0, 0)[0]);
        Assert.Equal(120, sheet.Pixel(10, 1)[2]);
        Assert.Equal(200, sheet.Pixel(8, 4)[1]);
        // The gap and the empty sixth cell are paper.
        Assert.Equal(255, sheet.Pixel(4, 0)[0]);
        Assert.Equal(255, sheet.Pixel(12, 4)[0]);
    }

    [Fact]
    public void Make_UnequalSizesOrNone_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => ContactSheet.Make([], 2));
        Assert.Throws<ArgumentException>(() => ContactSheet.Make([Plain(4, 2, 0), Plain(4, 3, 0)], 2));
    }

    private static ByteImage Plain(int width, int height, byte value)
    {
        ByteImage image = new(width, height, 1);
        image.Data.AsSpan().Fill(value);
        return image;
    }
}
