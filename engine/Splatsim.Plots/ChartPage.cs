using ScottPlot;
using SkiaSharp;
using Splatsim.Plots.Drawing;

namespace Splatsim.Plots;

/// <summary>Draws one chart, or several in a grid, into one PNG.</summary>
public static class ChartPage
{
    private const int SmallestSide = 100;

    // White around each chart, as a part of its shorter side.
    private const int MarginDivisor = 50;

    /// <summary>Draws charts in reading order.</summary>
    /// <param name="charts">At least one.</param>
    /// <param name="columns">Charts in a row, at least 1.</param>
    /// <param name="width">Width of the page [px], at least 100 per column.</param>
    /// <param name="height">Height of the page [px], at least 100 per row.</param>
    /// <returns>A PNG file.</returns>
    /// <exception cref="ArgumentException">There is no chart, or a chart would be smaller than 100 px.</exception>
    public static byte[] ToPng(IReadOnlyList<Chart> charts, int columns, int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        if (charts.Count == 0) throw new ArgumentException("a page needs at least one chart", nameof(charts));
        columns = Math.Min(columns, charts.Count);
        int rows = (charts.Count + columns - 1) / columns;
        if (width < SmallestSide * columns || height < SmallestSide * rows)
        {
            throw new ArgumentException(
                $"{width} x {height} px is too small for {columns} x {rows} charts; "
                + $"use at least {SmallestSide * columns} x {SmallestSide * rows}",
                nameof(width));
        }

        using SKSurface surface = SKSurface.Create(
            new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        surface.Canvas.Clear(SKColors.White);
        for (int index = 0; index < charts.Count; index++)
        {
            int column = index % columns;
            int row = index / columns;
            int left = width * column / columns;
            int top = height * row / rows;
            DrawCell(
                surface.Canvas,
                charts[index],
                left,
                top,
                width * (column + 1) / columns - left,
                height * (row + 1) / rows - top);
        }

        using SKImage image = surface.Snapshot();
        using SKData data = image.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    /// <summary>Draws charts into a PNG file, under a temporary name first.</summary>
    /// <param name="path">Target; its folder is made when missing.</param>
    /// <param name="charts">At least one.</param>
    /// <param name="columns">Charts in a row, at least 1.</param>
    /// <param name="width">Width of the page [px], at least 100 per column.</param>
    /// <param name="height">Height of the page [px], at least 100 per row.</param>
    /// <exception cref="ArgumentException">There is no chart, or a chart would be smaller than 100 px.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(string path, IReadOnlyList<Chart> charts, int columns, int width, int height)
    {
        byte[] png = ToPng(charts, columns, width, height);
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(folder);
        string temporary = Path.Combine(folder, $".{Path.GetFileName(path)}-{Guid.NewGuid():N}");
        try
        {
            File.WriteAllBytes(temporary, png);
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    private static void DrawCell(SKCanvas page, Chart chart, int left, int top, int width, int height)
    {
        // A surface per chart: ScottPlot clears and scales the whole canvas that it is given.
        int margin = Math.Min(width, height) / MarginDivisor;
        using SKSurface cell = SKSurface.Create(
            new SKImageInfo(width - 2 * margin, height - 2 * margin, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using Plot plot = ChartPainter.Paint(chart, width, height);
        plot.Render(cell.Canvas, width - 2 * margin, height - 2 * margin);
        page.DrawSurface(cell, left + margin, top + margin);
    }
}
