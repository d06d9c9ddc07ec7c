namespace Splatsim.Formats;

/// <summary>The bit layouts of compressed PLY, in double so that decoding is exact to the last bit of a float.</summary>
internal static class PackedValues
{
    /// <summary>Splats per chunk.</summary>
    internal const int ChunkSize = 256;

    // Harmonics span -4 to 4 in 256 steps.
    private const double HarmonicRange = 8;

    /// <summary>Three fractions 0..1 in 11, 10 and 11 bits.</summary>
    internal static (double X, double Y, double Z) Unpack111011(uint bits) =>
        ((bits >> 21) / 2047.0, ((bits >> 11) & 1023) / 1023.0, (bits & 2047) / 2047.0);

    /// <summary>Three fractions 0..1 into 11, 10 and 11 bits.</summary>
    internal static uint Pack111011(double x, double y, double z) => (Fraction(x, 2047) << 21) | (Fraction(y, 1023) << 11) | Fraction(z, 2047);

    /// <summary>A unit quaternion from the index of its largest component and the other three.</summary>
    internal static void UnpackRotation(uint bits, Span<double> quaternion)
    {
        int largest = (int)(bits >> 30);
        double rest = 1;
        int shift = 20;
        for (int i = 0; i < 4; i++)
        {
            if (i == largest) continue;
            quaternion[i] = (((bits >> shift) & 1023) / 1023.0 - 0.5) * Math.Sqrt(2);
            rest -= quaternion[i] * quaternion[i];
            shift -= 10;
        }

        quaternion[largest] = Math.Sqrt(Math.Max(0, rest));
    }

    /// <summary>A quaternion, not necessarily of unit length, as the index of its largest component and the other three.</summary>
    internal static uint PackRotation(ReadOnlySpan<double> quaternion)
    {
        int largest = 0;
        double norm = 0;
        for (int i = 0; i < 4; i++)
        {
            if (Math.Abs(quaternion[i]) > Math.Abs(quaternion[largest])) largest = i;
            norm += quaternion[i] * quaternion[i];
        }

        // q and -q are the same rotation; the largest component is understood to be positive.
        double scale = (quaternion[largest] < 0 ? -1 : 1) / Math.Sqrt(norm);
        uint bits = (uint)largest;
        for (int i = 0; i < 4; i++)
            if (i != largest) bits = (bits << 10) | Fraction(quaternion[i] * scale / Math.Sqrt(2) + 0.5, 1023);
        return bits;
    }

    /// <summary>The value of a harmonic's byte: the middle of its step, the ends at the ends of the range.</summary>
    internal static float UnpackHarmonic(byte value)
    {
        double fraction = value == 0 ? 0 : value == 255 ? 1 : (value + 0.5) / 256;
        return (float)((fraction - 0.5) * HarmonicRange);
    }

    /// <summary>The byte of a harmonic, limited to -4..4.</summary>
    internal static byte PackHarmonic(float value) => (byte)Math.Clamp((value / HarmonicRange + 0.5) * 256, 0, 255);

    /// <summary>A value between bounds that go with fraction 0 and 1.</summary>
    internal static double Between(double least, double most, double fraction) => least * (1 - fraction) + most * fraction;

    /// <summary>The fraction of a value between bounds; 0 where they coincide.</summary>
    internal static double FractionOf(double value, double least, double most) => most > least ? (value - least) / (most - least) : 0;

    private static uint Fraction(double value, uint steps) => (uint)Math.Clamp(Math.Floor(value * steps + 0.5), 0, steps);
}
