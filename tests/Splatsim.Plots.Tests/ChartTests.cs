using SkiaSharp;

namespace Splatsim.Plots.Tests;

public class ChartTests
{
    // The first colour of the palette, which the first series has.
    private static readonly SKColor firstColor = new(0x00, 0x72, 0xB2);
    private static readonly SKColor secondColor = new(0xD5, 0x5E, 0x00);
    private static readonly double[] decades = [1, 10, 100, 1000];

    [Fact]
    public void Title_IsThere_DrawsTextAtTheTop()
    {
        using SKBitmap with = ChartPictures.Draw(Line("Energy"));
        using SKBitmap without = ChartPictures.Draw(Line(""));
        // Six letters of about 17 px height and 2 px strokes; an empty strip has none.
        Assert.True(ChartPictures.DarkPixels(with, 100, 0, 540, 34) > 100);
        Assert.Equal(0, ChartPictures.DarkPixels(without, 100, 0, 540, 10));
    }

    [Fact]
    public void Title_WideAndNarrowLetters_DifferInWidth()
    {
        // Where a font is missing every character is the same box (or nothing), and both titles look alike.
        using SKBitmap narrow = ChartPictures.Draw(Line("iiiiiiii"));
        using SKBitmap wide = ChartPictures.Draw(Line("MMMMMMMM"));
        Assert.True(InkWidth(wide) > 2 * InkWidth(narrow), $"{InkWidth(wide)} px and {InkWidth(narrow)} px");
    }

    [Fact]
    public void AxisLabels_AreThere_DrawTextBelowAndBeside()
    {
        using SKBitmap with = ChartPictures.Draw(Line("", new ChartAxis("Time", "s"), new ChartAxis("Energy", "J")));
        using SKBitmap without = ChartPictures.Draw(Line("", new ChartAxis(""), new ChartAxis("")));
        int below = ChartPictures.Height - 26;
        Assert.True(ChartPictures.DarkPixels(with, 200, below, 500, ChartPictures.Height) > 40);
        Assert.Equal(0, ChartPictures.DarkPixels(without, 200, ChartPictures.Height - 12, 500, ChartPictures.Height));
        Assert.True(ChartPictures.DarkPixels(with, 8, 100, 24, 300) > 40);
    }

    [Fact]
    public void AxisLabel_WithUnit_HasItInBrackets()
    {
        Assert.Equal("Energy [J]", new ChartAxis("Energy", "J").Label);
        Assert.Equal("Opacity", new ChartAxis("Opacity").Label);
    }

    [Fact]
    public void Lines_Two_HaveColoursOfTheirOwn()
    {
        Chart chart = Line("").AddLine("second", [0, 1, 2], [2, 1, 0]);
        using SKBitmap bitmap = ChartPictures.Draw(chart);
        // A line of 2 px across some 500 px.
        Assert.True(ChartPictures.PixelsNear(bitmap, firstColor) > 300);
        Assert.True(ChartPictures.PixelsNear(bitmap, secondColor) > 300);
    }

    [Fact]
    public void Line_WithNaN_LeavesAGap()
    {
        double[] x = [.. Enumerable.Range(0, 101).Select(i => (double)i)];
        double[] whole = [.. x.Select(_ => 1.0)];
        double[] broken = [.. x.Select(value => value is > 20 and < 80 ? double.NaN : 1.0)];
        using SKBitmap full = ChartPictures.Draw(
            new Chart("", new ChartAxis("x"), new ChartAxis("y")).AddLine("", x, whole));
        using SKBitmap gap = ChartPictures.Draw(
            new Chart("", new ChartAxis("x"), new ChartAxis("y")).AddLine("", x, broken));
        double share = (double)ChartPictures.PixelsNear(gap, firstColor) / ChartPictures.PixelsNear(full, firstColor);
        // 40 of 100 steps are left; the ends of the runs are rounded by a pixel or two.
        Assert.Equal(0.4, share, 0.03);
    }

    [Fact]
    public void LogarithmicAxes_PowerLaw_IsAStraightLine()
    {
        Chart chart = new Chart(
            "", new ChartAxis("n") { Logarithmic = true }, new ChartAxis("t") { Logarithmic = true })
            .AddLine("", decades, [.. decades.Select(value => value * value)]);
        using SKBitmap bitmap = ChartPictures.Draw(chart);
        (double x, double y)[] pixels = [.. PixelsOf(bitmap, firstColor)];
        double slope = (pixels.Max(p => p.y) - pixels.Min(p => p.y)) / (pixels.Max(p => p.x) - pixels.Min(p => p.x));
        double left = pixels.Min(p => p.x);
        double bottom = pixels.Max(p => p.y);
        // On equal axes the curve would sag by a third of the height; a line of 2 px lies within 3 px of its chord.
        Assert.All(pixels, p => Assert.True(Math.Abs(bottom - slope * (p.x - left) - p.y) < 3));
    }

    [Fact]
    public void LogarithmicAxis_ZeroAndNegative_AreLeftOut()
    {
        Chart chart = new Chart("", new ChartAxis("t"), new ChartAxis("error") { Logarithmic = true })
            .AddLine("", [0, 1, 2, 3], [0, 1e-3, 1e-5, -1]);
        using SKBitmap bitmap = ChartPictures.Draw(chart);
        Assert.True(ChartPictures.PixelsNear(bitmap, firstColor) > 100);
    }

    [Fact]
    public void Bars_TwoSeries_StandSideBySide()
    {
        Chart chart = new Chart("", new ChartAxis(""), new ChartAxis("ratio"))
            .AddBars("a", ["one", "two"], [1, 1]).AddBars("b", ["one", "two"], [1, 0.5]);
        using SKBitmap bitmap = ChartPictures.Draw(chart);
        double first = ChartPictures.PixelsNear(bitmap, firstColor);
        double second = ChartPictures.PixelsNear(bitmap, secondColor);
        // Areas are as the sums of heights, 2 to 1.5; legend and edges take their share.
        Assert.Equal(0.75, second / first, 0.05);
    }

    [Fact]
    public void Bars_OtherCategories_AreRefused()
    {
        Chart chart = new Chart("", new ChartAxis(""), new ChartAxis("")).AddBars("a", ["one"], [1]);
        Assert.Throws<ArgumentException>(() => chart.AddBars("b", ["two"], [1]));
        Assert.Throws<ArgumentException>(() => chart.AddBars("b", ["one"], [1, 2]));
    }

    [Fact]
    public void Line_UnequalLengths_IsRefused() =>
        Assert.Throws<ArgumentException>(() => Line("").AddLine("", [1, 2], [1]));

    [Fact]
    public void Page_FourCharts_ShowsEachInItsCell()
    {
        Chart[] charts = [Line("a"), Line("b"), Line("c"), Line("d")];
        using SKBitmap page = SKBitmap.Decode(
            ChartPage.ToPng(charts, 2, 2 * ChartPictures.Width, 2 * ChartPictures.Height));
        using SKBitmap one = SKBitmap.Decode(
            ChartPage.ToPng([charts[3]], 1, ChartPictures.Width, ChartPictures.Height));
        for (int row = 0; row < one.Height; row += 3)
        {
            for (int column = 0; column < one.Width; column += 3)
            {
                Assert.Equal(
                    one.GetPixel(column, row), page.GetPixel(ChartPictures.Width + column, ChartPictures.Height + row));
            }
        }
    }

    [Fact]
    public void Page_TooSmall_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => ChartPage.ToPng([Line("")], 1, 50, 400));
        Assert.Throws<ArgumentException>(() => ChartPage.ToPng([], 1, 400, 400));
    }

    [Fact]
    public void Save_NewFolder_WritesThePngAlone()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("splatsim-plots-");
        try
        {
            string path = Path.Combine(folder.FullName, "new", "chart.png");
            Line("").Save(path, 300, 200);
            Assert.Equal([path], Directory.EnumerateFiles(Path.GetDirectoryName(path)!));
            using SKBitmap bitmap = SKBitmap.Decode(path);
            Assert.Equal((300, 200), (bitmap.Width, bitmap.Height));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Chart Line(string title) => Line(title, new ChartAxis("Time", "s"), new ChartAxis("Energy", "J"));

    private static Chart Line(string title, ChartAxis x, ChartAxis y) =>
        new Chart(title, x, y).AddLine("", [0, 1, 2], [0, 1, 4]);

    private static int InkWidth(SKBitmap bitmap)
    {
        int[] columns =
        [
            .. Enumerable.Range(0, bitmap.Width)
                .Where(column => ChartPictures.DarkPixels(bitmap, column, 0, column + 1, 34) > 0),
        ];
        return columns.Length == 0 ? 0 : columns[^1] - columns[0] + 1;
    }

    private static IEnumerable<(double X, double Y)> PixelsOf(SKBitmap bitmap, SKColor wanted)
    {
        for (int row = 0; row < bitmap.Height; row++)
        {
            for (int column = 0; column < bitmap.Width; column++)
            {
                if (bitmap.GetPixel(column, row) == wanted) yield return (column, row);
            }
        }
    }
}
