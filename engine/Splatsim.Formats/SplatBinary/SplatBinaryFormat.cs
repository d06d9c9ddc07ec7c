using System.Buffers.Binary;
using Splatsim.Splats;

namespace Splatsim.Formats;

/// <summary>
/// antimatter15's .splat: 32 bytes per splat, no header, no harmonics. float position[3], float linear scale[3], byte
/// red green blue opacity, byte quaternion w x y z.
/// </summary>
public sealed class SplatBinaryFormat : ISplatFormat
{
    private const int RowBytes = 32;
    private const int BlockRows = 32 * 1024;

    // As many 128ths as readers that do not normalise would hardly notice (1.2 %).
    private const double ShortestQuaternion = 126.5;

    /// <inheritdoc/>
    public string Name => "splat";

    /// <inheritdoc/>
    public IReadOnlyList<string> Extensions { get; } = [".splat"];

    /// <inheritdoc/>
    public bool CanWrite => true;

    /// <inheritdoc/>
    public bool Detect(ReadOnlySpan<byte> head, string fileName) => fileName.EndsWith(".splat", StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public GaussianCloud Read(string path, ReadOptions options)
    {
        using ByteSource source = ByteSource.Open(path);
        if (source.Length % RowBytes != 0)
        {
            throw new SplatFormatException(
                path, source.Length, $"{source.Length} bytes are not a multiple of {RowBytes}, the size of a splat", "the file is cut short or not a .splat; get it again");
        }

        if (source.Length / RowBytes > Array.MaxLength / 2)
            throw SplatFormatException.Whole(path, $"{source.Length / RowBytes} splats are more than a cloud can hold", "split the scene");
        int count = (int)(source.Length / RowBytes);
        GaussianCloud cloud = new(count, 0);
        ParallelWork.For((count + BlockRows - 1) / BlockRows, block =>
        {
            int start = block * BlockRows;
            byte[] bytes = source.ReadArray((long)start * RowBytes, (long)Math.Min(BlockRows, count - start) * RowBytes, "splats");
            for (int i = 0; i < bytes.Length / RowBytes; i++) Decode(bytes.AsSpan(i * RowBytes, RowBytes), cloud, start + i);
        }, options.Cancellation);
        return cloud;
    }

    /// <inheritdoc/>
    public void Write(GaussianCloud cloud, string path, WriteOptions options)
    {
        Losses.Warn(cloud, path, options, Holds.None, highestDegree: 0);
        using AtomicFile file = AtomicFile.Create(path);
        ParallelWork.For((cloud.Count + BlockRows - 1) / BlockRows, block =>
        {
            int start = block * BlockRows;
            byte[] bytes = new byte[Math.Min(BlockRows, cloud.Count - start) * RowBytes];
            for (int i = 0; i < bytes.Length / RowBytes; i++) Encode(cloud, start + i, bytes.AsSpan(i * RowBytes, RowBytes));
            file.Write((long)start * RowBytes, bytes);
        }, options.Cancellation);
        file.Commit();
    }

    private static void Decode(ReadOnlySpan<byte> bytes, GaussianCloud cloud, int row)
    {
        cloud.X[row] = BinaryPrimitives.ReadSingleLittleEndian(bytes);
        cloud.Y[row] = BinaryPrimitives.ReadSingleLittleEndian(bytes[4..]);
        cloud.Z[row] = BinaryPrimitives.ReadSingleLittleEndian(bytes[8..]);
        cloud.LogScaleX[row] = (float)Math.Log(BinaryPrimitives.ReadSingleLittleEndian(bytes[12..]));
        cloud.LogScaleY[row] = (float)Math.Log(BinaryPrimitives.ReadSingleLittleEndian(bytes[16..]));
        cloud.LogScaleZ[row] = (float)Math.Log(BinaryPrimitives.ReadSingleLittleEndian(bytes[20..]));
        for (int channel = 0; channel < 3; channel++)
            cloud.Sh(0, channel)[row] = (float)((bytes[24 + channel] / 255.0 - 0.5) / Activation.Sh0);
        cloud.OpacityLogit[row] = Activation.ByteLogits[bytes[27]];
        (double w, double x, double y, double z) = (bytes[28] - 128, bytes[29] - 128, bytes[30] - 128, bytes[31] - 128);
        double norm = Math.Sqrt(w * w + x * x + y * y + z * z);
        // Four bytes of 128 are no rotation: the row keeps a zero quaternion and is dropped with a warning.
        double scale = norm > 0 ? 1 / norm : 0;
        cloud.RotationW[row] = (float)(w * scale);
        cloud.RotationX[row] = (float)(x * scale);
        cloud.RotationY[row] = (float)(y * scale);
        cloud.RotationZ[row] = (float)(z * scale);
    }

    private static void Encode(GaussianCloud cloud, int row, Span<byte> bytes)
    {
        BinaryPrimitives.WriteSingleLittleEndian(bytes, cloud.X[row]);
        BinaryPrimitives.WriteSingleLittleEndian(bytes[4..], cloud.Y[row]);
        BinaryPrimitives.WriteSingleLittleEndian(bytes[8..], cloud.Z[row]);
        BinaryPrimitives.WriteSingleLittleEndian(bytes[12..], (float)Math.Exp(cloud.LogScaleX[row]));
        BinaryPrimitives.WriteSingleLittleEndian(bytes[16..], (float)Math.Exp(cloud.LogScaleY[row]));
        BinaryPrimitives.WriteSingleLittleEndian(bytes[20..], (float)Math.Exp(cloud.LogScaleZ[row]));
        for (int channel = 0; channel < 3; channel++)
            bytes[24 + channel] = Activation.ToByte(255 * (0.5 + Activation.Sh0 * cloud.Sh(0, channel)[row]));
        bytes[27] = Activation.ToByte(255 * Activation.Sigmoid(cloud.OpacityLogit[row]));
        (double w, double x, double y, double z) =
            (cloud.RotationW[row], cloud.RotationX[row], cloud.RotationY[row], cloud.RotationZ[row]);
        // q and -q are the same rotation. +1 would need 256; -1 is exactly 0, so the largest component is made negative.
        double largest = new[] { w, x, y, z }.MaxBy(Math.Abs);
        double sign = largest > 0 ? -1 : 1;
        double norm = Math.Sqrt(w * w + x * x + y * y + z * z);
        double best = double.NegativeInfinity;
        // Readers normalise, so that lengths a little below 1 are as good; the one whose rounding points closest is kept.
        Span<byte> rounded = stackalloc byte[4];
        for (double length = 128; length >= ShortestQuaternion; length -= 0.25)
        {
            double scale = sign * length / norm;
            rounded[0] = Activation.ToByte(w * scale + 128);
            rounded[1] = Activation.ToByte(x * scale + 128);
            rounded[2] = Activation.ToByte(y * scale + 128);
            rounded[3] = Activation.ToByte(z * scale + 128);
            double cosine = Cosine(rounded, w, x, y, z);
            if (!(cosine > best)) continue;
            best = cosine;
            rounded.CopyTo(bytes[28..]);
        }
    }

    // Up to a factor that does not depend on the bytes; the sign of q does not matter.
    private static double Cosine(ReadOnlySpan<byte> bytes, double w, double x, double y, double z)
    {
        (double bw, double bx, double by, double bz) = (bytes[0] - 128, bytes[1] - 128, bytes[2] - 128, bytes[3] - 128);
        return Math.Abs(bw * w + bx * x + by * y + bz * z) / Math.Sqrt(bw * bw + bx * bx + by * by + bz * bz);
    }
}
