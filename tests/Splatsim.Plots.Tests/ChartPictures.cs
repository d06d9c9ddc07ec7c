using SkiaSharp;

namespace Splatsim.Plots.Tests;

/// <summary>Looks at the pixels of a drawn chart.</summary>
internal static class ChartPictures
{
    internal const int Width = 640;
    internal const int Height = 400;

    internal static SKBitmap Draw(Chart chart)
    {
        SKBitmap bitmap = SKBitmap.Decode(chart.ToPng(Width, Height));
        Assert.NotNull(bitmap);
        Assert.Equal((Width, Height), (bitmap.Width, bitmap.Height));
        return bitmap;
    }

    /// <summary>Pixels in a rectangle that are darker than the grid: text, axes, lines.</summary>
    internal static int DarkPixels(SKBitmap bitmap, int left, int top, int right, int bottom)
    {
        int count = 0;
        for (int row = top; row < bottom; row++)
        {
            for (int column = left; column < right; column++)
            {
                SKColor color = bitmap.GetPixel(column, row);
                if (color.Red < 150 && color.Green < 150 && color.Blue < 150) count++;
            }
        }

        return count;
    }

    /// <summary>Pixels of about one colour anywhere.</summary>
    internal static int PixelsNear(SKBitmap bitmap, SKColor wanted, int tolerance = 12)
    {
        int count = 0;
        foreach (SKColor color in bitmap.Pixels)
        {
            bool near = Math.Abs(color.Red - wanted.Red) <= tolerance
                && Math.Abs(color.Green - wanted.Green) <= tolerance
                && Math.Abs(color.Blue - wanted.Blue) <= tolerance;
            if (near) count++;
        }

        return count;
    }
}
