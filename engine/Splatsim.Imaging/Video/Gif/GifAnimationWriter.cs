using System.Buffers.Binary;

namespace Splatsim.Imaging;

/// <summary>
/// Animated GIF with a palette of its own for each frame. Only the rectangle that changed is stored, and inside it
/// pixels that did not change are transparent: still backgrounds cost nothing and never flicker.
/// </summary>
/// <remarks>CompuServe, GIF89a specification (1990); looping by the NETSCAPE2.0 extension.</remarks>
internal sealed class GifAnimationWriter : VideoWriter
{
    private const int LargestSide = 65535;
    private const byte SameAsBefore = 255;
    private const byte Trailer = 0x3B;

    // Viewers show frames under 2/100 s at their own slow rate.
    private const int ShortestDelay = 2;

    private readonly GrowingFile file;
    private ByteImage? previous;

    internal GifAnimationWriter(string path, int width, int height, double framesPerSecond)
        : base(path, width, height, framesPerSecond)
    {
        if (width > LargestSide || height > LargestSide)
        {
            throw new ImageException(
                path,
                $"{width} x {height} is too large for GIF",
                $"use at most {LargestSide} x {LargestSide} or write MP4");
        }

        file = new GrowingFile(path);
        file.Append(Header());
    }

    public override string Description => "animated GIF";

    protected override void WriteFrame(ByteImage frame)
    {
        ByteImage colour = frame.Over(0, 0, 0).WithChannels(3);
        PixelRectangle area = PixelRectangle.Difference(previous, colour);
        ByteImage part = area.Crop(colour);
        bool[] changed = Changed(area, part);
        GifPalette palette = new(part.Data, changed);
        byte[] indices = new byte[changed.Length];
        for (int pixel = 0; pixel < indices.Length; pixel++)
        {
            ReadOnlySpan<byte> samples = part.Data.AsSpan(3 * pixel, 3);
            indices[pixel] = changed[pixel]
                ? palette.IndexOf(
                    samples[0], samples[1], samples[2], area.Left + pixel % area.Width, area.Top + pixel / area.Width)
                : SameAsBefore;
        }

        using MemoryStream block = new();
        WriteControl(block, FrameClock.Duration(FrameCount, FramesPerSecond, ticksPerSecond: 100));
        WriteDescriptor(block, area);
        byte[] table = new byte[3 * 256];
        palette.Colors.CopyTo(table, 0);
        block.Write(table);
        LzwEncoder.Encode(indices, block);
        file.Append(block.GetBuffer().AsSpan(0, (int)block.Length));
        previous = new ByteImage(Width, Height, 3, (byte[])colour.Data.Clone());
    }

    protected override void Complete()
    {
        file.Append([Trailer]);
        file.Publish();
    }

    protected override void Discard() => file.Dispose();

    private bool[] Changed(PixelRectangle area, ByteImage part)
    {
        bool[] changed = new bool[area.Width * area.Height];
        if (previous is null)
        {
            Array.Fill(changed, true);
            return changed;
        }

        ByteImage before = area.Crop(previous);
        for (int pixel = 0; pixel < changed.Length; pixel++)
        {
            changed[pixel] = !part.Data.AsSpan(3 * pixel, 3).SequenceEqual(before.Data.AsSpan(3 * pixel, 3));
        }

        return changed;
    }

    private byte[] Header()
    {
        using MemoryStream header = new();
        header.Write("GIF89a"u8);
        WriteUInt16(header, Width);
        WriteUInt16(header, Height);
        // No global palette, 8 bits per channel; background index and aspect ratio 0.
        header.Write([0x70, 0, 0]);
        header.Write([0x21, 0xFF, 11]);
        header.Write("NETSCAPE2.0"u8);
        // Loop count 0: for ever.
        header.Write([3, 1, 0, 0, 0]);
        return header.ToArray();
    }

    private static void WriteControl(Stream target, int delay)
    {
        // Disposal 1 (leave in place), transparent index on.
        target.Write([0x21, 0xF9, 4, 1 << 2 | 1]);
        WriteUInt16(target, Math.Max(ShortestDelay, delay));
        target.Write([SameAsBefore, 0]);
    }

    private static void WriteDescriptor(Stream target, PixelRectangle area)
    {
        target.WriteByte(0x2C);
        WriteUInt16(target, area.Left);
        WriteUInt16(target, area.Top);
        WriteUInt16(target, area.Width);
        WriteUInt16(target, area.Height);
        // Own palette of 2^(7 + 1) colours.
        target.WriteByte(0x87);
    }

    private static void WriteUInt16(Stream target, int value)
    {
        Span<byte> bytes = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, checked((ushort)value));
        target.Write(bytes);
    }
}
