namespace Splatsim.Imaging;

/// <summary>
/// Brings frames into what video codecs take: opaque RGB with even sides, because colour is stored at half resolution.
/// An odd side gets one more row or column, a repeat of the last.
/// </summary>
internal sealed class EvenFrame(int width, int height)
{
    private readonly ByteImage? padded = width % 2 == 0 && height % 2 == 0
        ? null
        : new ByteImage(width + width % 2, height + height % 2, 3);

    /// <summary>Even width [px].</summary>
    internal int Width { get; } = width + width % 2;

    /// <summary>Even height [px].</summary>
    internal int Height { get; } = height + height % 2;

    /// <summary>The frame over black with even sides. The result may be reused by the next call.</summary>
    internal ByteImage From(ByteImage frame)
    {
        ByteImage colour = frame.Over(0, 0, 0).WithChannels(3);
        if (padded is null) return colour;
        for (int row = 0; row < Height; row++)
        {
            Span<byte> source = colour.Row(Math.Min(row, height - 1));
            Span<byte> target = padded.Row(row);
            source.CopyTo(target);
            if (Width > width) source[^3..].CopyTo(target[^3..]);
        }

        return padded;
    }
}
