namespace Splatsim.Imaging;

/// <summary>Lays several pictures of one size out in a grid, so that a film can be seen at a glance.</summary>
public static class ContactSheet
{
    private const byte Paper = 255;

    /// <summary>Makes the sheet: rows of pictures in reading order, opaque RGB, empty cells white.</summary>
    /// <param name="images">At least one picture; all of one size. Alpha is laid over white.</param>
    /// <param name="columns">Pictures in a row, at least 1.</param>
    /// <param name="gap">White space between pictures [px].</param>
    /// <exception cref="ArgumentException">No picture, or pictures of different sizes.</exception>
    public static ByteImage Make(IReadOnlyList<ByteImage> images, int columns, int gap = 2)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(gap);
        if (images.Count == 0)
        {
            throw new ArgumentException("a contact sheet needs at least one picture", nameof(images));
        }

        columns = Math.Min(columns, images.Count);
        int rows = (images.Count + columns - 1) / columns;
        int width = images[0].Width;
        int height = images[0].Height;
        ByteImage sheet = new(columns * (width + gap) - gap, rows * (height + gap) - gap, 3);
        sheet.Data.AsSpan().Fill(Paper);
        for (int index = 0; index < images.Count; index++)
        {
            ByteImage image = images[index];
            if (image.Width != width || image.Height != height)
            {
                throw new ArgumentException(
                    $"picture {index} is {image.Width} x {image.Height}, the first one {width} x {height}",
                    nameof(images));
            }

            ByteImage colour = image.Over(Paper, Paper, Paper).WithChannels(3);
            int left = index % columns * (width + gap);
            int top = index / columns * (height + gap);
            for (int row = 0; row < height; row++) colour.Row(row).CopyTo(sheet.Row(top + row)[(3 * left)..]);
        }

        return sheet;
    }
}
