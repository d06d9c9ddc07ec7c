using System.Buffers.Binary;
using System.Text;
using Splatsim.Splats;

namespace Splatsim.Formats;

/// <summary>Encodes compressed PLY: splats in Morton order, chunk bounds, packed splats, a byte per harmonic.</summary>
internal static class CompressedPlyWriter
{
    private const int PieceChunks = 64;
    private const int ChunkBytes = 18 * sizeof(float);
    private const int VertexBytes = 4 * sizeof(uint);

    // What other writers of the format limit log-scales to; -infinity (flat) becomes e^-20 scene units.
    private const float LargestLogScale = 20;

    internal static void Write(GaussianCloud cloud, string path, WriteOptions options)
    {
        Losses.Warn(cloud, path, options, Holds.All & ~Holds.Labels);
        int[] order = MortonOrder.Compute(cloud);
        int chunks = (cloud.Count + PackedValues.ChunkSize - 1) / PackedValues.ChunkSize;
        int harmonics = cloud.ShColumns.Count - 3;
        byte[] header = Encoding.ASCII.GetBytes(Header(cloud, chunks, harmonics));
        long vertexOffset = header.Length + (long)chunks * ChunkBytes;
        long harmonicOffset = vertexOffset + (long)cloud.Count * VertexBytes;
        int pieces = (chunks + PieceChunks - 1) / PieceChunks;
        int done = 0;
        using AtomicFile file = AtomicFile.Create(path);
        file.Write(0, header);
        ParallelWork.For(pieces, piece =>
        {
            int firstChunk = piece * PieceChunks;
            int start = firstChunk * PackedValues.ChunkSize;
            ReadOnlySpan<int> rows = order.AsSpan(start, Math.Min(PieceChunks * PackedValues.ChunkSize, cloud.Count - start));
            int chunkCount = Math.Min(PieceChunks, chunks - firstChunk);
            byte[] chunkBytes = new byte[chunkCount * ChunkBytes];
            byte[] vertexBytes = new byte[rows.Length * VertexBytes];
            for (int chunk = 0; chunk < chunkCount; chunk++)
            {
                int first = chunk * PackedValues.ChunkSize;
                int length = Math.Min(PackedValues.ChunkSize, rows.Length - first);
                EncodeChunk(cloud, rows.Slice(first, length), chunkBytes.AsSpan(chunk * ChunkBytes, ChunkBytes), vertexBytes.AsSpan(first * VertexBytes));
            }

            file.Write(header.Length + (long)firstChunk * ChunkBytes, chunkBytes);
            file.Write(vertexOffset + (long)start * VertexBytes, vertexBytes);
            if (harmonics > 0) file.Write(harmonicOffset + (long)start * harmonics, EncodeHarmonics(cloud, rows, harmonics));
            options.Progress?.Report((double)Interlocked.Increment(ref done) / pieces);
        }, options.Cancellation);
        file.Commit();
    }

    private static void EncodeChunk(GaussianCloud cloud, ReadOnlySpan<int> rows, Span<byte> chunk, Span<byte> vertices)
    {
        Span<float> least = stackalloc float[9];
        Span<float> most = stackalloc float[9];
        Span<float> values = stackalloc float[9];
        least.Fill(float.PositiveInfinity);
        most.Fill(float.NegativeInfinity);
        foreach (int row in rows)
        {
            Values(cloud, row, values);
            for (int i = 0; i < 9; i++)
            {
                least[i] = Math.Min(least[i], values[i]);
                most[i] = Math.Max(most[i], values[i]);
            }
        }

        for (int i = 0; i < 9; i++)
        {
            // Groups of three (mean, log-scale, colour): minima first, then maxima.
            int at = i / 3 * 6 + i % 3;
            BinaryPrimitives.WriteSingleLittleEndian(chunk[(at * sizeof(float))..], least[i]);
            BinaryPrimitives.WriteSingleLittleEndian(chunk[((at + 3) * sizeof(float))..], most[i]);
        }

        Span<double> f = stackalloc double[9];
        Span<double> quaternion = stackalloc double[4];
        for (int i = 0; i < rows.Length; i++)
        {
            int row = rows[i];
            Values(cloud, row, values);
            for (int k = 0; k < 9; k++) f[k] = PackedValues.FractionOf(values[k], least[k], most[k]);
            for (int k = 0; k < 4; k++) quaternion[k] = cloud.GeometryColumns[3 + k][row];
            Span<byte> vertex = vertices.Slice(i * VertexBytes, VertexBytes);
            BinaryPrimitives.WriteUInt32LittleEndian(vertex, PackedValues.Pack111011(f[0], f[1], f[2]));
            BinaryPrimitives.WriteUInt32LittleEndian(vertex[4..], PackedValues.PackRotation(quaternion));
            BinaryPrimitives.WriteUInt32LittleEndian(vertex[8..], PackedValues.Pack111011(f[3], f[4], f[5]));
            // Little-endian bytes of r<<24 | g<<16 | b<<8 | alpha.
            vertex[15] = Activation.ToByte(255 * f[6]);
            vertex[14] = Activation.ToByte(255 * f[7]);
            vertex[13] = Activation.ToByte(255 * f[8]);
            vertex[12] = Activation.ToByte(255 * Activation.Sigmoid(cloud.OpacityLogit[row]));
        }
    }

    private static void Values(GaussianCloud cloud, int row, Span<float> values)
    {
        for (int axis = 0; axis < 3; axis++)
        {
            values[axis] = cloud.GeometryColumns[axis][row];
            values[3 + axis] = Math.Clamp(cloud.GeometryColumns[7 + axis][row], -LargestLogScale, LargestLogScale);
            values[6 + axis] = (float)(0.5 + Activation.Sh0 * cloud.ShColumns[axis][row]);
        }
    }

    private static byte[] EncodeHarmonics(GaussianCloud cloud, ReadOnlySpan<int> rows, int harmonics)
    {
        byte[] bytes = new byte[rows.Length * harmonics];
        int coefficients = harmonics / 3;
        for (int i = 0; i < harmonics; i++)
        {
            ReadOnlySpan<float> column = cloud.Sh(1 + i % coefficients, i / coefficients);
            int at = i;
            foreach (int row in rows)
            {
                bytes[at] = PackedValues.PackHarmonic(column[row]);
                at += harmonics;
            }
        }

        return bytes;
    }

    private static string Header(GaussianCloud cloud, int chunks, int harmonics)
    {
        StringBuilder text = new();
        text.Append("ply\nformat binary_little_endian 1.0\n");
        foreach (string comment in PlyComments.For(cloud)) text.Append("comment ").Append(comment).Append('\n');
        text.Append("element chunk ").Append(chunks).Append('\n');
        foreach (string group in (string[])["x y z", "scale_x scale_y scale_z", "r g b"])
            foreach (string bound in (string[])["min", "max"])
                foreach (string name in group.Split(' ')) text.Append("property float ").Append(bound).Append('_').Append(name).Append('\n');
        text.Append("element vertex ").Append(cloud.Count).Append('\n');
        foreach (string name in (string[])["position", "rotation", "scale", "color"]) text.Append("property uint packed_").Append(name).Append('\n');
        if (harmonics > 0) text.Append("element sh ").Append(cloud.Count).Append('\n');
        for (int i = 0; i < harmonics; i++) text.Append("property uchar f_rest_").Append(i).Append('\n');
        return text.Append("end_header\n").ToString();
    }
}
