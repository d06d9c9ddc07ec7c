using System.Buffers.Binary;
using System.Numerics;

namespace Splatsim.Imaging;

/// <summary>
/// Lossless WebP that keeps the colour of pixels with alpha 0, which Skia's encoder replaces. A plain VP8L stream: two
/// transforms where they help, LZ77, one set of prefix codes, no colour cache.
/// </summary>
/// <remarks>RFC 9649, section 3.</remarks>
internal static class ExactWebPEncoder
{
    private const int Signature = 0x2F;
    private const int PredictorTransform = 0;
    private const int SubtractGreenTransform = 2;
    private const int LiteralCount = 256;
    private const int LengthCodeCount = 24;
    private const int DistanceCodeCount = 40;

    // Distance codes 1 to 120 mean places near the pixel; plain distances start after them.
    private const int PlainDistanceOffset = 120;

    /// <summary>Encodes an RGBA image.</summary>
    internal static byte[] Encode(ByteImage image)
    {
        BitWriter bits = new();
        bits.Write(Signature, 8);
        bits.Write(image.Width - 1, 14);
        bits.Write(image.Height - 1, 14);
        // Alpha is used; version 0.
        bits.Write(1, 1);
        bits.Write(0, 3);
        byte[] samples = WriteTransforms(bits, image);
        bits.Write(0, 1);
        WritePixels(bits, samples, isMain: true);
        return Container(bits.Finish());
    }

    private static byte[] WriteTransforms(BitWriter bits, ByteImage image)
    {
        byte[] green = PixelTransforms.SubtractGreen(image.Data);
        (byte[] plain, byte[] plainModes) = PixelTransforms.Predict(image.Data, image.Width, image.Height);
        (byte[] both, byte[] bothModes) = PixelTransforms.Predict(green, image.Width, image.Height);
        (byte[] Samples, bool Green, byte[]? Modes)[] choices =
        [
            (image.Data, false, null), (green, true, null), (plain, false, plainModes), (both, true, bothModes),
        ];
        (byte[] samples, bool subtractGreen, byte[]? modes) = choices.MinBy(choice => Entropy(choice.Samples));
        if (subtractGreen)
        {
            bits.Write(1, 1);
            bits.Write(SubtractGreenTransform, 2);
        }

        if (modes is not null)
        {
            bits.Write(1, 1);
            bits.Write(PredictorTransform, 2);
            bits.Write(PixelTransforms.BlockBits - 2, 3);
            byte[] modePixels = new byte[4 * modes.Length];
            for (int block = 0; block < modes.Length; block++)
            {
                modePixels[4 * block + 1] = modes[block];
                modePixels[4 * block + 3] = 255;
            }

            WritePixels(bits, modePixels, isMain: false);
        }

        return samples;
    }

    /// <summary>Bits that the samples would need if each channel were coded by itself.</summary>
    private static double Entropy(byte[] samples)
    {
        double total = 0;
        for (int channel = 0; channel < 4; channel++)
        {
            int[] counts = new int[LiteralCount];
            for (int index = channel; index < samples.Length; index += 4) counts[samples[index]]++;
            foreach (int count in counts)
            {
                if (count > 0) total -= count * Math.Log2(count / (samples.Length / 4.0));
            }
        }

        return total;
    }

    private static void WritePixels(BitWriter bits, byte[] samples, bool isMain)
    {
        // No colour cache; and for the main image one set of codes everywhere.
        bits.Write(0, 1);
        if (isMain) bits.Write(0, 1);
        List<BackwardReferences.Token> tokens = BackwardReferences.Find(samples);
        int[][] counts =
        [
            new int[LiteralCount + LengthCodeCount],
            new int[LiteralCount],
            new int[LiteralCount],
            new int[LiteralCount],
            new int[DistanceCodeCount],
        ];
        foreach (BackwardReferences.Token token in tokens)
        {
            if (token.Length > 0)
            {
                counts[0][LiteralCount + Prefix(token.Length).Code]++;
                counts[4][Prefix(token.Distance + PlainDistanceOffset).Code]++;
                continue;
            }

            for (int slot = 0; slot < 4; slot++) counts[slot][Literal(samples, token.Position, slot)]++;
        }

        PrefixCode[] codes = [.. counts.Select(count => new PrefixCode(count))];
        foreach (PrefixCode code in codes) code.WriteTo(bits);
        foreach (BackwardReferences.Token token in tokens)
        {
            if (token.Length > 0)
            {
                WritePrefixed(bits, codes[0], LiteralCount, token.Length);
                WritePrefixed(bits, codes[4], 0, token.Distance + PlainDistanceOffset);
                continue;
            }

            for (int slot = 0; slot < 4; slot++) codes[slot].Put(bits, Literal(samples, token.Position, slot));
        }
    }

    /// <summary>The sample of a slot; slots are sent as green, red, blue, alpha.</summary>
    private static byte Literal(byte[] samples, int pixel, int slot) =>
        samples[4 * pixel + slot switch { 0 => 1, 1 => 0, _ => slot }];

    private static void WritePrefixed(BitWriter bits, PrefixCode code, int firstSymbol, int value)
    {
        (int symbol, int extra, int extraBits) = Prefix(value);
        code.Put(bits, firstSymbol + symbol);
        bits.Write(extra, extraBits);
    }

    /// <summary>A length or distance as its two highest bits (the code) and the rest (extra bits).</summary>
    private static (int Code, int Extra, int ExtraBits) Prefix(int value)
    {
        int reduced = value - 1;
        if (reduced < 2) return (reduced, 0, 0);
        int highest = BitOperations.Log2((uint)reduced);
        int extraBits = highest - 1;
        int second = reduced >> extraBits & 1;
        return (2 * highest + second, reduced & ((1 << extraBits) - 1), extraBits);
    }

    private static byte[] Container(byte[] stream)
    {
        int padded = stream.Length + stream.Length % 2;
        byte[] file = new byte[20 + padded];
        "RIFF"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), 12 + padded);
        "WEBPVP8L"u8.CopyTo(file.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(16), stream.Length);
        stream.CopyTo(file, 20);
        return file;
    }
}
