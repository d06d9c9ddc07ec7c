using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Splatsim.Mathematics;
using Splatsim.Splats;

namespace Splatsim.Formats;

/// <summary>Turns the bytes of SPZ arrays into columns of a cloud, a block of splats at a time.</summary>
internal sealed class SpzDecoder(SpzHeader header, GaussianCloud cloud)
{
    // Colours are stored as 0.15 f_dc + 0.5, a wider range than 0.2821 f_dc + 0.5 would give.
    internal const double ColourScale = 0.15;

    private static readonly float[] Colours = Table(b => (b / 255.0 - 0.5) / ColourScale);
    private static readonly float[] LogScales = Table(b => b / 16.0 - 10);
    private static readonly float[] Harmonics = Table(b => (b - 128) / 128.0);

    /// <summary>Decodes some splats of one array.</summary>
    /// <param name="attribute">The array.</param>
    /// <param name="bytes">Its bytes for these splats.</param>
    /// <param name="start">First splat.</param>
    internal void Decode(SpzAttribute attribute, ReadOnlySpan<byte> bytes, int start)
    {
        int count = bytes.Length / header.Stride(attribute);
        switch (attribute)
        {
            case SpzAttribute.Positions when header.Version == 1:
                DecodeHalfPositions(MemoryMarshal.Cast<byte, Half>(bytes), start, count);
                break;
            case SpzAttribute.Positions:
                DecodePositions(bytes, start, count);
                break;
            case SpzAttribute.Opacities:
                Span<float> logits = cloud.OpacityLogit.Slice(start, count);
                for (int i = 0; i < logits.Length; i++) logits[i] = Activation.ByteLogits[bytes[i]];
                break;
            case SpzAttribute.Colours:
                Spread(bytes, 3, cloud.ShColumns, 0, start, Colours);
                break;
            case SpzAttribute.Scales:
                Spread(bytes, 3, cloud.GeometryColumns, 7, start, LogScales);
                break;
            case SpzAttribute.Rotations when header.Version <= 2:
                DecodeThreeBytes(bytes, start, count);
                break;
            case SpzAttribute.Rotations:
                DecodeSmallestThree(bytes, start, count);
                break;
            default:
                // Coefficient-major with the channel inside, in the file as in the cloud.
                Spread(bytes, 3 * header.RestCount, cloud.ShColumns, 3, start, Harmonics);
                break;
        }
    }

    private static float[] Table(Func<int, double> value) => [.. Enumerable.Range(0, 256).Select(b => (float)value(b))];

    private void DecodePositions(ReadOnlySpan<byte> bytes, int start, int count)
    {
        float unit = MathF.ScaleB(1, -header.FractionalBits);
        Span<float> x = cloud.X.Slice(start, count), y = cloud.Y.Slice(start, count), z = cloud.Z.Slice(start, count);
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> row = bytes.Slice(9 * i, 9);
            x[i] = Signed24(row[0], row[1], row[2]) * unit;
            y[i] = Signed24(row[3], row[4], row[5]) * unit;
            z[i] = Signed24(row[6], row[7], row[8]) * unit;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Signed24(byte low, byte middle, byte high) => low | middle << 8 | (sbyte)high << 16;

    private void DecodeHalfPositions(ReadOnlySpan<Half> values, int start, int count)
    {
        for (int i = 0; i < count; i++)
        {
            cloud.X[start + i] = (float)values[3 * i];
            cloud.Y[start + i] = (float)values[3 * i + 1];
            cloud.Z[start + i] = (float)values[3 * i + 2];
        }
    }

    // Rows of bytes to columns of floats, 256 rows at a time: their bytes stay in the first-level cache for all columns.
    private static void Spread(
        ReadOnlySpan<byte> bytes, int stride, IReadOnlyList<AlignedArray<float>> columns, int firstColumn, int start, float[] values)
    {
        const int rows = 256;
        int count = bytes.Length / stride;
        ref float table = ref MemoryMarshal.GetArrayDataReference(values);
        for (int block = 0; block < count; block += rows)
        {
            int length = Math.Min(rows, count - block);
            ReadOnlySpan<byte> part = bytes.Slice(block * stride, length * stride);
            for (int column = 0; column < stride; column++)
            {
                Span<float> target = columns[firstColumn + column].Span.Slice(start + block, length);
                for (int i = 0, at = column; i < target.Length; i++, at += stride)
                    target[i] = Unsafe.Add(ref table, (int)part[at]);
            }
        }
    }

    private void DecodeThreeBytes(ReadOnlySpan<byte> bytes, int start, int count)
    {
        for (int i = 0; i < count; i++)
        {
            double x = bytes[3 * i] / 127.5 - 1, y = bytes[3 * i + 1] / 127.5 - 1, z = bytes[3 * i + 2] / 127.5 - 1;
            SetRotation(start + i, Math.Sqrt(Math.Max(0, 1 - x * x - y * y - z * z)), x, y, z);
        }
    }

    // Two bits: which of x, y, z, w is the largest. Then 10 bits for each of the others: sign, and size / sqrt(1/2) * 511.
    private void DecodeSmallestThree(ReadOnlySpan<byte> bytes, int start, int count)
    {
        const double unit = 0.70710678118654752440 / 511;
        Span<double> q = stackalloc double[4];
        for (int i = 0; i < count; i++)
        {
            uint packed = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(4 * i)..]);
            int largest = (int)(packed >> 30);
            double squares = 0;
            for (int k = 3, shift = 0; k >= 0; k--)
            {
                if (k == largest) continue;
                uint field = packed >> shift & 1023;
                double value = (field & 511) * unit;
                q[k] = (field & 512) != 0 ? -value : value;
                squares += value * value;
                shift += 10;
            }

            q[largest] = Math.Sqrt(Math.Max(0, 1 - squares));
            SetRotation(start + i, q[3], q[0], q[1], q[2]);
        }
    }

    private void SetRotation(int splat, double w, double x, double y, double z)
    {
        cloud.RotationW[splat] = (float)w;
        cloud.RotationX[splat] = (float)x;
        cloud.RotationY[splat] = (float)y;
        cloud.RotationZ[splat] = (float)z;
    }
}
