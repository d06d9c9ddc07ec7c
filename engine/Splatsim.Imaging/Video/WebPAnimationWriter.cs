using System.Buffers.Binary;
using System.Text;

namespace Splatsim.Imaging;

/// <summary>
/// Animated WebP. Skia encodes single pictures; the container around them is written here. Only the rectangle that
/// changed since the frame before is stored, so that a still background costs nothing.
/// </summary>
/// <remarks>WebP container specification (RFC 9649): RIFF/WEBP, VP8X, ANIM, one ANMF per frame.</remarks>
internal sealed class WebPAnimationWriter : VideoWriter
{
    private const int LargestSide = 16383;
    private const int Quality = 85;
    private const byte AnimationFlag = 0x02;
    private const byte AlphaFlag = 0x10;
    private const byte DoNotBlend = 0x02;
    private const int RiffSizeOffset = 4;
    private const int FlagsOffset = 20;

    private readonly GrowingFile file;
    private ByteImage? previous;
    private bool hasAlpha;

    internal WebPAnimationWriter(string path, int width, int height, double framesPerSecond)
        : base(path, width, height, framesPerSecond)
    {
        if (width > LargestSide || height > LargestSide)
        {
            throw new ImageException(
                path,
                $"{width} x {height} is too large for WebP",
                $"use at most {LargestSide} x {LargestSide} or write MP4");
        }

        file = new GrowingFile(path);
        file.Append(Header());
    }

    public override string Description => "animated WebP";

    protected override void WriteFrame(ByteImage frame)
    {
        // A lossy frame is not what its source was, so "unchanged" compares source with source.
        PixelRectangle changed = PixelRectangle.Difference(previous, frame).AlignedToEven();
        byte[] picture = ImageFiles.EncodeWebP(changed.Crop(frame), Quality);
        byte[] header = new byte[16];
        WriteUInt24(header.AsSpan(0), changed.Left / 2);
        WriteUInt24(header.AsSpan(3), changed.Top / 2);
        WriteUInt24(header.AsSpan(6), changed.Width - 1);
        WriteUInt24(header.AsSpan(9), changed.Height - 1);
        WriteUInt24(header.AsSpan(12), FrameClock.Duration(FrameCount, FramesPerSecond, ticksPerSecond: 1000));
        header[15] = DoNotBlend;
        using MemoryStream content = new();
        content.Write(header);
        CopyPicture(picture, content);
        using MemoryStream chunk = new();
        WriteChunk(chunk, "ANMF", content.GetBuffer().AsSpan(0, (int)content.Length));
        file.Append(chunk.GetBuffer().AsSpan(0, (int)chunk.Length));
        hasAlpha |= frame.Channels == 4;
        previous = new ByteImage(frame.Width, frame.Height, frame.Channels, (byte[])frame.Data.Clone());
    }

    protected override void Complete()
    {
        Span<byte> size = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(size, checked((uint)(file.Length - 8)));
        file.Patch(RiffSizeOffset, size);
        if (hasAlpha) file.Patch(FlagsOffset, [AnimationFlag | AlphaFlag]);
        file.Publish();
    }

    protected override void Discard() => file.Dispose();

    private ReadOnlySpan<byte> Header()
    {
        // The RIFF size and the alpha flag are known at the end only.
        using MemoryStream header = new();
        header.Write("RIFF\0\0\0\0WEBP"u8);
        byte[] extended = new byte[10];
        extended[0] = AnimationFlag;
        WriteUInt24(extended.AsSpan(4), Width - 1);
        WriteUInt24(extended.AsSpan(7), Height - 1);
        WriteChunk(header, "VP8X", extended);
        // Background colour 0 (players ignore it), loop count 0: for ever.
        WriteChunk(header, "ANIM", new byte[6]);
        return header.ToArray();
    }

    /// <summary>Copies the picture chunks (alpha, lossy, lossless) of a still WebP and drops its container.</summary>
    private static void CopyPicture(ReadOnlySpan<byte> still, Stream target)
    {
        for (int offset = 12; offset + 8 <= still.Length;)
        {
            string name = Encoding.ASCII.GetString(still.Slice(offset, 4));
            int size = BinaryPrimitives.ReadInt32LittleEndian(still[(offset + 4)..]);
            if (name is "ALPH" or "VP8 " or "VP8L") WriteChunk(target, name, still.Slice(offset + 8, size));
            offset += 8 + size + size % 2;
        }
    }

    private static void WriteChunk(Stream target, string name, ReadOnlySpan<byte> content)
    {
        Span<byte> size = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(size, content.Length);
        target.Write(Encoding.ASCII.GetBytes(name));
        target.Write(size);
        target.Write(content);
        if (content.Length % 2 == 1) target.WriteByte(0);
    }

    private static void WriteUInt24(Span<byte> target, int value)
    {
        target[0] = (byte)value;
        target[1] = (byte)(value >> 8);
        target[2] = (byte)(value >> 16);
    }
}
