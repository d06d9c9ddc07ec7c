using System.Buffers.Binary;
using Splatsim.Splats;

namespace Splatsim.Formats;

/// <summary>Decodes compressed PLY, several pieces of chunks at a time.</summary>
internal static class CompressedPlyReader
{
    private const int PieceChunks = 64;

    internal static GaussianCloud Read(ByteSource source, PlyHeader header, ReadOptions options)
    {
        CompressedPlyLayout layout = CompressedPlyLayout.Find(source, header);
        GaussianCloud cloud = GaussianCloud.Uninitialized(layout.Count, layout.Degree);
        PlyComments.Apply(header, source.Path, cloud, options.Warn);
        float[] harmonics = [.. Enumerable.Range(0, 256).Select(b => PackedValues.UnpackHarmonic((byte)b))];
        const int rowsPerPiece = PieceChunks * PackedValues.ChunkSize;
        int pieces = (layout.Count + rowsPerPiece - 1) / rowsPerPiece;
        int done = 0;
        ParallelWork.For(pieces, piece =>
        {
            int start = piece * rowsPerPiece;
            int rows = Math.Min(rowsPerPiece, layout.Count - start);
            DecodeGeometry(source, layout, cloud, start, rows);
            DecodeHarmonics(source, layout, cloud, start, rows, harmonics);
            options.Progress?.Report((double)Interlocked.Increment(ref done) / pieces);
        }, options.Cancellation);
        return cloud;
    }

    private static void DecodeGeometry(ByteSource source, CompressedPlyLayout layout, GaussianCloud cloud, int start, int rows)
    {
        int firstChunk = start / PackedValues.ChunkSize;
        int chunkCount = (rows + PackedValues.ChunkSize - 1) / PackedValues.ChunkSize;
        byte[] chunks = source.ReadArray(layout.Chunks.Offset + (long)firstChunk * layout.Chunks.Stride, (long)chunkCount * layout.Chunks.Stride, "chunks");
        byte[] vertices = source.ReadArray(layout.Vertices.Offset + (long)start * layout.Vertices.Stride, (long)rows * layout.Vertices.Stride, "splats");
        double[] bounds = new double[18];
        // Older files hold colours as fractions of 0..1.
        for (int i = 12; i < 18; i++) bounds[i] = i < 15 ? 0 : 1;
        for (int chunk = 0; chunk < chunkCount; chunk++)
        {
            for (int i = 0; i < layout.BoundOffsets.Length; i++)
                bounds[i] = BinaryPrimitives.ReadSingleLittleEndian(chunks.AsSpan(chunk * layout.Chunks.Stride + layout.BoundOffsets[i]));
            int first = chunk * PackedValues.ChunkSize;
            int last = Math.Min(rows, first + PackedValues.ChunkSize);
            for (int row = first; row < last; row++)
                DecodeSplat(vertices.AsSpan(row * layout.Vertices.Stride), layout.PackedOffsets, bounds, cloud, start + row);
        }
    }

    private static void DecodeSplat(ReadOnlySpan<byte> packed, int[] offsets, double[] bounds, GaussianCloud cloud, int row)
    {
        (double x, double y, double z) = PackedValues.Unpack111011(BinaryPrimitives.ReadUInt32LittleEndian(packed[offsets[0]..]));
        cloud.X[row] = (float)PackedValues.Between(bounds[0], bounds[3], x);
        cloud.Y[row] = (float)PackedValues.Between(bounds[1], bounds[4], y);
        cloud.Z[row] = (float)PackedValues.Between(bounds[2], bounds[5], z);
        Span<double> quaternion = stackalloc double[4];
        PackedValues.UnpackRotation(BinaryPrimitives.ReadUInt32LittleEndian(packed[offsets[1]..]), quaternion);
        cloud.RotationW[row] = (float)quaternion[0];
        cloud.RotationX[row] = (float)quaternion[1];
        cloud.RotationY[row] = (float)quaternion[2];
        cloud.RotationZ[row] = (float)quaternion[3];
        (x, y, z) = PackedValues.Unpack111011(BinaryPrimitives.ReadUInt32LittleEndian(packed[offsets[2]..]));
        cloud.LogScaleX[row] = (float)PackedValues.Between(bounds[6], bounds[9], x);
        cloud.LogScaleY[row] = (float)PackedValues.Between(bounds[7], bounds[10], y);
        cloud.LogScaleZ[row] = (float)PackedValues.Between(bounds[8], bounds[11], z);
        uint colour = BinaryPrimitives.ReadUInt32LittleEndian(packed[offsets[3]..]);
        for (int channel = 0; channel < 3; channel++)
        {
            double fraction = ((colour >> (24 - 8 * channel)) & 255) / 255.0;
            double value = PackedValues.Between(bounds[12 + channel], bounds[15 + channel], fraction);
            cloud.Sh(0, channel)[row] = (float)((value - 0.5) / Activation.Sh0);
        }

        cloud.OpacityLogit[row] = Activation.ByteLogits[colour & 255];
    }

    private static void DecodeHarmonics(ByteSource source, CompressedPlyLayout layout, GaussianCloud cloud, int start, int rows, float[] values)
    {
        int count = layout.HarmonicOffsets.Length;
        if (count == 0) return;
        int stride = layout.Harmonics.Stride;
        byte[] bytes = source.ReadArray(layout.Harmonics.Offset + (long)start * stride, (long)rows * stride, "harmonics");
        for (int i = 0; i < count; i++)
        {
            Span<float> column = cloud.Sh(1 + i % (count / 3), i / (count / 3)).Slice(start, rows);
            int at = layout.HarmonicOffsets[i];
            for (int row = 0; row < rows; row++, at += stride) column[row] = values[bytes[at]];
        }
    }
}
