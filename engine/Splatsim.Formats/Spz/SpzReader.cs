using System.Buffers.Binary;
using System.IO.Compression;
using Splatsim.Splats;
using ZstdSharp;
using ZstdSharp.Unsafe;

namespace Splatsim.Formats;

/// <summary>
/// Reads SPZ: one gzip stream of all arrays (versions 1 to 3), or one Zstandard stream per array, decoded side by side
/// (version 4). The positions come first and prove the count: the cloud is allocated when they are there.
/// </summary>
internal sealed class SpzReader
{
    private const string Damaged = "the file is damaged; get it again";
    private const int BlockRows = 16 * 1024;
    private const int PieceBytes = 1 << 20;

    // Extension records of version 3 follow the arrays inside the gzip stream; they are small.
    private const int LargestExtensions = 1 << 20;

    private readonly ByteSource source;
    private readonly ReadOptions options;
    private SpzHeader header = null!;
    private GaussianCloud cloud = null!;
    private SpzDecoder decoder = null!;

    private SpzReader(ByteSource source, ReadOptions options)
    {
        this.source = source;
        this.options = options;
    }

    /// <summary>Reads a file.</summary>
    internal static GaussianCloud Read(ByteSource source, ReadOptions options)
    {
        Span<byte> signature = stackalloc byte[4];
        source.Read(0, signature, "the signature");
        SpzReader reader = new(source, options);
        return signature.SequenceEqual(SpzHeader.Signature) ? reader.ReadPlain() : reader.ReadGzip();
    }

    private GaussianCloud ReadGzip()
    {
        using GZipStream stream = new(source.OpenStream(0, source.Length, "the gzip stream"), CompressionMode.Decompress);
        byte[] start = new byte[SpzHeader.GzipSize];
        Fill(stream, start, "the header");
        header = SpzHeader.Parse(start, source.Path, source.Length);
        if (header.Version > SpzHeader.LastGzipVersion)
        {
            throw new SplatFormatException(
                source.Path, 4, $"version {header.Version} inside gzip; it must start in plain", "write the file again with a current tool");
        }

        Allocate(stream);
        foreach (SpzAttribute attribute in header.Present())
            if (attribute != SpzAttribute.Positions) ReadArray(stream, attribute);
        byte[] rest = ReadRest(stream, (header.Flags & SpzHeader.ExtensionFlag) != 0 ? LargestExtensions : 0);
        return Finish(SpzExtensions.Parse(rest, 0, source.Path));
    }

    private GaussianCloud ReadPlain()
    {
        byte[] start = source.ReadArray(0, SpzHeader.PlainSize, "the header");
        header = SpzHeader.Parse(start, source.Path, source.Length);
        if (header.Version != SpzHeader.PlainVersion)
        {
            throw new SplatFormatException(
                source.Path, 4, $"version {header.Version} without gzip; only version {SpzHeader.PlainVersion} starts in plain", Damaged);
        }

        long tableStart = BinaryPrimitives.ReadUInt32LittleEndian(start.AsSpan(16));
        SpzAttribute[] present = header.Present();
        (long Offset, long Length)[] streams = ReadTable(tableStart, start[15], present);
        byte[] extensions = source.ReadArray(SpzHeader.PlainSize, tableStart - SpzHeader.PlainSize, "the extension records");
        IReadOnlyList<SpzExtension> records = SpzExtensions.Parse(extensions, SpzHeader.PlainSize, source.Path);
        if (present.Length == 0)
        {
            cloud = Create();
            return Finish(records);
        }

        using (Stream positions = OpenZstd(streams[0]))
        {
            Allocate(positions);
            ReadRest(positions, 0);
        }

        // The harmonics are the longest stream by far: they start first.
        ParallelWork.For(present.Length - 1, piece =>
        {
            int index = present.Length - 1 - piece;
            using Stream stream = OpenZstd(streams[index]);
            ReadArray(stream, present[index]);
            ReadRest(stream, 0);
        }, options.Cancellation);
        return Finish(records);
    }

    private (long Offset, long Length)[] ReadTable(long tableStart, int streamCount, SpzAttribute[] present)
    {
        if (tableStart < SpzHeader.PlainSize)
            throw new SplatFormatException(
                source.Path, 16, $"the table of contents starts at byte {tableStart}, inside the header", Damaged);
        if (streamCount != present.Length)
        {
            throw new SplatFormatException(
                source.Path, 15, $"{streamCount} streams; {header.Count} splats of degree {header.Degree} have {present.Length}", Damaged);
        }

        byte[] table = source.ReadArray(tableStart, streamCount * 16L, "the table of contents");
        (long Offset, long Length)[] streams = new (long, long)[streamCount];
        long offset = tableStart + table.Length;
        for (int i = 0; i < streamCount; i++)
        {
            ulong compressed = BinaryPrimitives.ReadUInt64LittleEndian(table.AsSpan(16 * i));
            ulong raw = BinaryPrimitives.ReadUInt64LittleEndian(table.AsSpan(16 * i + 8));
            if (raw != (ulong)header.Size(present[i]))
            {
                throw new SplatFormatException(
                    source.Path,
                    tableStart + 16 * i + 8,
                    $"stream {i} is to inflate to {raw} bytes; {present[i]} of {header.Count} splats have {header.Size(present[i])}",
                    Damaged);
            }

            if (compressed > (ulong)(source.Length - offset))
            {
                throw new SplatFormatException(
                    source.Path,
                    tableStart + 16 * i,
                    $"stream {i} has {compressed} bytes; the file ends {source.Length - offset} bytes after its start",
                    Damaged);
            }

            streams[i] = (offset, (long)compressed);
            offset += (long)compressed;
        }

        if (offset == source.Length) return streams;
        throw new SplatFormatException(
            source.Path, offset, $"{source.Length - offset} bytes after the last stream", Damaged);
    }

    private DecompressionStream OpenZstd((long Offset, long Length) part)
    {
        Decompressor decompressor = new();
        // A frame may ask for a window as large as it likes; it gets what the size of the file makes believable.
        int windowLog = Math.Clamp(System.Numerics.BitOperations.Log2((ulong)(4 * source.Length + (32L << 20))), 10, 30);
        decompressor.SetParameter(ZSTD_dParameter.ZSTD_d_windowLogMax, windowLog);
        return new DecompressionStream(
            source.OpenStream(part.Offset, part.Length, "a stream"), decompressor, preserveDecompressor: false, leaveOpen: false);
    }

    // Reads all positions before it allocates anything of the claimed size.
    private void Allocate(Stream stream)
    {
        List<byte[]> pieces = [];
        int stride = header.Stride(SpzAttribute.Positions), rows = PieceBytes / stride;
        for (int splat = 0; splat < header.Count; splat += rows)
        {
            options.Cancellation.ThrowIfCancellationRequested();
            byte[] piece = GC.AllocateUninitializedArray<byte>(Math.Min(rows, header.Count - splat) * stride);
            Fill(stream, piece, SpzAttribute.Positions.ToString());
            pieces.Add(piece);
        }

        cloud = Create();
        decoder = new SpzDecoder(header, cloud);
        for (int i = 0; i < pieces.Count; i++) decoder.Decode(SpzAttribute.Positions, pieces[i], i * rows);
    }

    private GaussianCloud Create()
    {
        try
        {
            GaussianCloud created = GaussianCloud.Uninitialized(header.Count, header.Degree);
            if ((header.Flags & SpzHeader.AntialiasedFlag) != 0) created.RenderModel = RenderModel.Antialiased;
            return created;
        }
        catch (Exception error) when (error is OutOfMemoryException or OverflowException)
        {
            throw SplatFormatException.Whole(
                source.Path, $"{header.Count} splats of degree {header.Degree} do not fit the memory", "use a smaller scene or a larger machine", error);
        }
    }

    private void ReadArray(Stream stream, SpzAttribute attribute)
    {
        int stride = header.Stride(attribute);
        byte[] buffer = new byte[BlockRows * stride];
        for (int splat = 0; splat < header.Count; splat += BlockRows)
        {
            options.Cancellation.ThrowIfCancellationRequested();
            Span<byte> block = buffer.AsSpan(0, Math.Min(BlockRows, header.Count - splat) * stride);
            Fill(stream, block, attribute.ToString());
            decoder.Decode(attribute, block, splat);
        }

        options.Progress?.Report(((int)attribute + 1) / 6.0);
    }

    private void Fill(Stream stream, Span<byte> target, string what)
    {
        int filled = Guard(stream, target, what);
        if (filled == target.Length) return;
        throw SplatFormatException.Whole(source.Path, $"the compressed data ends inside {what}", Damaged);
    }

    // What follows the arrays; an error when it is more than allowed.
    private byte[] ReadRest(Stream stream, int limit)
    {
        byte[] rest = new byte[limit + 1];
        int length = Guard(stream, rest, "the end");
        if (length > limit)
            throw SplatFormatException.Whole(
                source.Path, $"the compressed data goes on after the last of {header.Count} splats", Damaged);
        return rest[..length];
    }

    private int Guard(Stream stream, Span<byte> target, string what)
    {
        try
        {
            return stream.ReadAtLeast(target, target.Length, throwOnEndOfStream: false);
        }
        catch (Exception error) when (error is InvalidDataException or ZstdException or EndOfStreamException)
        {
            throw SplatFormatException.Whole(
                source.Path, $"the compressed data is damaged in {what} ({error.Message})", Damaged, error);
        }
    }

    private GaussianCloud Finish(IReadOnlyList<SpzExtension> extensions)
    {
        if (options.Frame is CoordinateFrame frame) cloud.Frame = frame;
        else SpzExtensions.ApplyFrame(extensions, cloud, source.Path, options.Warn);
        return cloud;
    }
}
