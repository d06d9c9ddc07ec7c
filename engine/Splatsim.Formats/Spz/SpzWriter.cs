using System.Buffers.Binary;
using System.IO.Compression;
using Splatsim.Splats;
using ZstdSharp;
using ZstdSharp.Unsafe;

namespace Splatsim.Formats;

/// <summary>Writes SPZ version 4 (one Zstandard stream per array, compressed side by side) or 3 (one gzip stream).</summary>
internal static class SpzWriter
{
    private const int BlockRows = 16 * 1024;
    private const int DefaultFractionalBits = 12;
    private const int LargestPosition = (1 << 23) - 1;

    // Level 5 is within 0.2 and 3 % of the size of level 12 on two captures, at an eighth of the time; level 3 saves another
    // third of the time for 1 to 2 % more bytes.
    private const int ZstandardLevel = 5;

    /// <summary>Writes a cloud.</summary>
    internal static void Write(GaussianCloud cloud, string path, WriteOptions options)
    {
        int version = options.Version ?? SpzHeader.PlainVersion;
        if (version is not (SpzHeader.LastGzipVersion or SpzHeader.PlainVersion))
            throw SplatFormatException.Whole(path, $"SPZ version {version} is not written", "ask for version 3 or 4");
        SpzShBits bits = options.SpzShBits;
        if (bits.First is < 1 or > 8 || bits.Higher is < 1 or > 8)
            throw SplatFormatException.Whole(
                path, $"{bits.First} and {bits.Higher} bits per harmonic coefficient", "ask for 1 to 8");
        Losses.Warn(cloud, path, options, Holds.Antialiased | Holds.AnyFrame);
        if (options.Frame is CoordinateFrame frame && frame != cloud.Frame)
        {
            cloud = CloudEdits.Copy(cloud);
            CloudTransforms.ToFrame(cloud, frame);
        }

        // Right-down-forward is what readers assume of files that name no frame.
        byte[] extensions = cloud.Frame == CoordinateFrame.RightDownForward ? [] : SpzExtensions.ForFrame(cloud.Frame);
        int flags = (cloud.RenderModel == RenderModel.Antialiased ? SpzHeader.AntialiasedFlag : 0)
            | (extensions.Length > 0 ? SpzHeader.ExtensionFlag : 0);
        SpzHeader header = new(version, cloud.Count, cloud.Degree, FractionalBits(cloud, path), flags);
        SpzEncoder encoder = new(header, cloud, bits);
        using AtomicFile file = AtomicFile.Create(path);
        if (version == SpzHeader.PlainVersion) WritePlain(header, encoder, extensions, file, options);
        else WriteGzip(header, encoder, extensions, file, options);
        file.Commit();
    }

    // 12 bits reach to +-2048; larger scenes get fewer, so that no position wraps around.
    private static int FractionalBits(GaussianCloud cloud, string path)
    {
        float largest = 0;
        for (int axis = 0; axis < 3; axis++)
        {
            ReadOnlySpan<float> column = cloud.GeometryColumns[axis].Span;
            for (int splat = 0; splat < column.Length; splat++)
            {
                if (!(Math.Abs(column[splat]) <= LargestPosition))
                {
                    throw SplatFormatException.Whole(
                        path, $"splat {splat} is at {column[splat]}, beyond what SPZ can hold (+-{LargestPosition})", "crop the scene, scale it, or use PLY");
                }

                largest = Math.Max(largest, Math.Abs(column[splat]));
            }
        }

        int bits = DefaultFractionalBits;
        while (Math.Round((double)largest * (1 << bits)) > LargestPosition) bits--;
        return bits;
    }

    private static void WritePlain(SpzHeader header, SpzEncoder encoder, byte[] extensions, AtomicFile file, WriteOptions options)
    {
        SpzAttribute[] present = header.Present();
        MemoryStream[] streams = new MemoryStream[present.Length];
        // The longest stream starts first.
        ParallelWork.For(present.Length, piece =>
        {
            int index = present.Length - 1 - piece;
            streams[index] = new MemoryStream();
            using CompressionStream compression = new(streams[index], ZstandardLevel, leaveOpen: true);
            // The frame's bytes are the same for any number of workers, but not the same as without any.
            compression.SetParameter(ZSTD_cParameter.ZSTD_c_nbWorkers, Environment.ProcessorCount);
            compression.SetPledgedSrcSize((ulong)header.Size(present[index]));
            WriteArray(header, encoder, present[index], compression, options);
        }, options.Cancellation);
        byte[] start = new byte[SpzHeader.PlainSize + extensions.Length + 16 * present.Length];
        header.Write(start, (byte)present.Length);
        int table = SpzHeader.PlainSize + extensions.Length;
        BinaryPrimitives.WriteInt32LittleEndian(start.AsSpan(16), table);
        extensions.CopyTo(start, SpzHeader.PlainSize);
        for (int i = 0; i < present.Length; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(start.AsSpan(table + 16 * i), streams[i].Length);
            BinaryPrimitives.WriteInt64LittleEndian(start.AsSpan(table + 16 * i + 8), header.Size(present[i]));
        }

        file.Write(0, start);
        long offset = start.Length;
        foreach (MemoryStream stream in streams)
        {
            file.Write(offset, stream.GetBuffer().AsSpan(0, (int)stream.Length));
            offset += stream.Length;
        }
    }

    private static void WriteGzip(SpzHeader header, SpzEncoder encoder, byte[] extensions, AtomicFile file, WriteOptions options)
    {
        using GZipStream stream = new(file.Stream, CompressionLevel.Optimal, leaveOpen: true);
        Span<byte> start = stackalloc byte[SpzHeader.GzipSize];
        header.Write(start, 0);
        stream.Write(start);
        foreach (SpzAttribute attribute in header.Present()) WriteArray(header, encoder, attribute, stream, options);
        stream.Write(extensions);
    }

    private static void WriteArray(
        SpzHeader header, SpzEncoder encoder, SpzAttribute attribute, Stream stream, WriteOptions options)
    {
        int stride = header.Stride(attribute);
        byte[] buffer = new byte[BlockRows * stride];
        for (int splat = 0; splat < header.Count; splat += BlockRows)
        {
            options.Cancellation.ThrowIfCancellationRequested();
            Span<byte> block = buffer.AsSpan(0, Math.Min(BlockRows, header.Count - splat) * stride);
            encoder.Encode(attribute, block, splat);
            stream.Write(block);
        }

        options.Progress?.Report(((int)attribute + 1) / 6.0);
    }
}
