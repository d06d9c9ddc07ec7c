using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Splatsim.Mathematics;
using Splatsim.Splats;

namespace Splatsim.Formats;

/// <summary>Turns columns of a cloud into the bytes of SPZ arrays, a block of splats at a time.</summary>
internal sealed class SpzEncoder(SpzHeader header, GaussianCloud cloud, SpzShBits bits)
{
    /// <summary>Encodes some splats of one array.</summary>
    /// <param name="attribute">The array.</param>
    /// <param name="bytes">Receives the bytes; its length says how many splats.</param>
    /// <param name="start">First splat.</param>
    internal void Encode(SpzAttribute attribute, Span<byte> bytes, int start)
    {
        int stride = header.Stride(attribute), count = bytes.Length / stride;
        switch (attribute)
        {
            case SpzAttribute.Positions:
                EncodePositions(bytes, start, count);
                break;
            case SpzAttribute.Opacities:
                for (int i = 0; i < count; i++) bytes[i] = Activation.ToByte(255 * Activation.Sigmoid(cloud.OpacityLogit[start + i]));
                break;
            case SpzAttribute.Colours:
                Gather(bytes, cloud.ShColumns, 0, start, (float)(255 * SpzDecoder.ColourScale), 127.5f);
                break;
            case SpzAttribute.Scales:
                Gather(bytes, cloud.GeometryColumns, 7, start, 16, 160);
                break;
            case SpzAttribute.Rotations:
                EncodeRotations(bytes, start, count);
                break;
            default:
                EncodeHarmonics(bytes, stride, start, count);
                break;
        }
    }

    private void EncodePositions(Span<byte> bytes, int start, int count)
    {
        float scale = MathF.ScaleB(1, header.FractionalBits);
        for (int axis = 0; axis < 3; axis++)
        {
            Span<float> column = cloud.GeometryColumns[axis].Span.Slice(start, count);
            for (int i = 0; i < column.Length; i++)
            {
                int value = RoundAway(column[i] * scale);
                int at = 9 * i + 3 * axis;
                bytes[at] = (byte)value;
                bytes[at + 1] = (byte)(value >> 8);
                bytes[at + 2] = (byte)(value >> 16);
            }
        }
    }

    // Three columns, each value * scale + offset, rounded to a byte.
    private static void Gather(
        Span<byte> bytes, IReadOnlyList<AlignedArray<float>> columns, int firstColumn, int start, float scale, float offset)
    {
        for (int column = 0; column < 3; column++)
        {
            Span<float> source = columns[firstColumn + column].Span[start..];
            for (int at = column, i = 0; at < bytes.Length; at += 3, i++)
                bytes[at] = (byte)RoundAway(Math.Clamp(source[i] * scale + offset, 0, 255));
        }
    }

    // To the nearest integer, halves away from 0, as C's round; several times faster than Math.Round with that rule.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int RoundAway(float value)
    {
        int whole = (int)value;
        float rest = value - whole;
        return whole + (rest >= 0.5f ? 1 : 0) - (rest <= -0.5f ? 1 : 0);
    }

    // The nearest multiple of the bucket around 128, as the reference writer rounds: first to 1/128, then to the bucket.
    private void EncodeHarmonics(Span<byte> bytes, int stride, int start, int count)
    {
        for (int column = 0; column < stride; column++)
        {
            int bucket = 1 << (8 - (column < 9 ? bits.First : bits.Higher));
            Span<float> source = cloud.ShColumns[3 + column].Span.Slice(start, count);
            for (int at = column, i = 0; i < source.Length; at += stride, i++)
            {
                // Beyond +-4 everything is cut to the ends of the range anyway; NaN is not written.
                int value = RoundAway(Math.Clamp(source[i], -4f, 4f) * 128) + 128;
                // Below 0 both ways of rounding down end at 0.
                bytes[at] = (byte)Math.Clamp((value + bucket / 2) & -bucket, 0, 255);
            }
        }
    }

    private void EncodeRotations(Span<byte> bytes, int start, int count)
    {
        const double unit = 511 / 0.70710678118654752440;
        Span<double> q = stackalloc double[4];
        for (int i = 0; i < count; i++)
        {
            int splat = start + i;
            q[0] = cloud.RotationX[splat];
            q[1] = cloud.RotationY[splat];
            q[2] = cloud.RotationZ[splat];
            q[3] = cloud.RotationW[splat];
            double norm = Math.Sqrt(q[0] * q[0] + q[1] * q[1] + q[2] * q[2] + q[3] * q[3]);
            int largest = 0;
            for (int k = 1; k < 4; k++)
                if (Math.Abs(q[k]) > Math.Abs(q[largest])) largest = k;
            uint packed = (uint)largest;
            for (int k = 0; k < 4; k++)
            {
                if (k == largest) continue;
                // q and -q are the same rotation: the largest part is stored as positive.
                uint negative = q[k] < 0 != q[largest] < 0 ? 1u : 0u;
                uint magnitude = (uint)Math.Min(511, Math.Abs(q[k]) / norm * unit + 0.5);
                packed = packed << 10 | negative << 9 | magnitude;
            }

            BinaryPrimitives.WriteUInt32LittleEndian(bytes[(4 * i)..], packed);
        }
    }
}
