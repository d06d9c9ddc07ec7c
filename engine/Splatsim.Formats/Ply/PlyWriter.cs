using System.Buffers;
using System.Text;
using Splatsim.Splats;

namespace Splatsim.Formats;

/// <summary>
/// Writes the layout of the 3DGS reference code: x y z nx ny nz f_dc f_rest (channel-major) opacity scale rot, little-endian
/// floats, normals 0; a uchar label at the end when the cloud has labels.
/// </summary>
internal static class PlyWriter
{
    private const int PieceBytes = 1 << 20;

    internal static unsafe void Write(GaussianCloud cloud, string path, WriteOptions options)
    {
        Losses.Warn(cloud, path, options, Holds.All);
        byte[] header = Encoding.ASCII.GetBytes(Header(cloud));
        int floats = 17 + cloud.ShColumns.Count - 3;
        int stride = floats * sizeof(float) + (cloud.Labels is null ? 0 : 1);
        RowTransposition transposition = Plan(cloud, stride);
        int pieceRows = Math.Max(RowTransposition.RowStep, PieceBytes / stride / RowTransposition.RowStep * RowTransposition.RowStep);
        int pieces = (cloud.Count + pieceRows - 1) / pieceRows;
        int done = 0;
        using AtomicFile file = AtomicFile.Create(path);
        file.Write(0, header);
        ParallelWork.For(pieces, piece =>
        {
            int start = piece * pieceRows;
            int rows = Math.Min(pieceRows, cloud.Count - start);
            byte[] buffer = ArrayPool<byte>.Shared.Rent(rows * stride);
            fixed (byte* bytes = buffer) transposition.ColumnsToRows(bytes, rows, start);
            if (cloud.Labels is { } labels)
                for (int row = 0; row < rows; row++) buffer[(row + 1) * stride - 1] = labels[start + row];
            file.Write(header.Length + (long)start * stride, buffer.AsSpan(0, rows * stride));
            ArrayPool<byte>.Shared.Return(buffer);
            options.Progress?.Report((double)Interlocked.Increment(ref done) / pieces);
        }, options.Cancellation);
        file.Commit();
    }

    private static string Header(GaussianCloud cloud)
    {
        StringBuilder text = new();
        text.Append("ply\nformat binary_little_endian 1.0\n");
        foreach (string comment in PlyComments.For(cloud)) text.Append("comment ").Append(comment).Append('\n');
        text.Append("element vertex ").Append(cloud.Count).Append('\n');
        string[] names =
        [
            "x", "y", "z", "nx", "ny", "nz", "f_dc_0", "f_dc_1", "f_dc_2",
            .. Enumerable.Range(0, cloud.ShColumns.Count - 3).Select(i => $"f_rest_{i}"),
            "opacity", "scale_0", "scale_1", "scale_2", "rot_0", "rot_1", "rot_2", "rot_3",
        ];
        foreach (string name in names) text.Append("property float ").Append(name).Append('\n');
        if (cloud.Labels is not null) text.Append("property uchar label\n");
        return text.Append("end_header\n").ToString();
    }

    private static RowTransposition Plan(GaussianCloud cloud, int stride)
    {
        RowTransposition plan = new(stride);
        int offset = 0;
        for (int axis = 0; axis < 3; axis++, offset += 4) plan.Add(offset, cloud.GeometryColumns[axis]);
        for (int axis = 0; axis < 3; axis++, offset += 4) plan.Add(offset, null);
        for (int channel = 0; channel < 3; channel++, offset += 4) plan.Add(offset, cloud.ShColumns[channel]);
        for (int channel = 0; channel < 3; channel++)
            for (int coefficient = 1; coefficient < cloud.ShCoefficientCount; coefficient++, offset += 4)
                plan.Add(offset, cloud.ShColumns[coefficient * 3 + channel]);
        plan.Add(offset, cloud.GeometryColumns[10]);
        offset += 4;
        for (int axis = 0; axis < 3; axis++, offset += 4) plan.Add(offset, cloud.GeometryColumns[7 + axis]);
        for (int part = 0; part < 4; part++, offset += 4) plan.Add(offset, cloud.GeometryColumns[3 + part]);
        plan.Complete();
        return plan;
    }
}
