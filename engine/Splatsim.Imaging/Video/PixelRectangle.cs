namespace Splatsim.Imaging;

/// <summary>A rectangle of pixels inside an image, at least 1 x 1.</summary>
internal readonly record struct PixelRectangle(int Left, int Top, int Width, int Height)
{
    /// <summary>
    /// The smallest rectangle outside which two frames are equal: the whole frame when there is none before it (or one
    /// with other channels), one pixel when nothing changed (a frame cannot be empty).
    /// </summary>
    internal static PixelRectangle Difference(ByteImage? before, ByteImage now)
    {
        if (before is null || before.Channels != now.Channels) return new PixelRectangle(0, 0, now.Width, now.Height);
        int left = now.Width, right = -1, top = now.Height, bottom = -1;
        for (int row = 0; row < now.Height; row++)
        {
            ReadOnlySpan<byte> old = before.Row(row);
            ReadOnlySpan<byte> current = now.Row(row);
            int first = current.CommonPrefixLength(old);
            if (first == current.Length) continue;
            int last = current.Length - 1;
            while (current[last] == old[last]) last--;
            left = Math.Min(left, first / now.Channels);
            right = Math.Max(right, last / now.Channels);
            top = Math.Min(top, row);
            bottom = row;
        }

        return right < 0
            ? new PixelRectangle(0, 0, 1, 1)
            : new PixelRectangle(left, top, right - left + 1, bottom - top + 1);
    }

    /// <summary>The rectangle with left and top moved to even numbers, as WebP stores halves of them.</summary>
    internal PixelRectangle AlignedToEven() => new(Left & ~1, Top & ~1, Width + (Left & 1), Height + (Top & 1));

    /// <summary>The pixels of an image inside the rectangle.</summary>
    internal ByteImage Crop(ByteImage image)
    {
        if (Width == image.Width && Height == image.Height) return image;
        ByteImage result = new(Width, Height, image.Channels);
        for (int row = 0; row < Height; row++)
        {
            image.Row(Top + row).Slice(Left * image.Channels, Width * image.Channels).CopyTo(result.Row(row));
        }

        return result;
    }
}
