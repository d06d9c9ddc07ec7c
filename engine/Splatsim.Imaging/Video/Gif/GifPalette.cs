namespace Splatsim.Imaging;

/// <summary>
/// The colours of one GIF frame and the way to them: exact when there are few, else Wu's palette with ordered dither,
/// which stands still from frame to frame where error diffusion would crawl.
/// </summary>
internal sealed class GifPalette
{
    /// <summary>Colours of a frame; the last of 256 indices means "as before".</summary>
    internal const int LargestCount = 255;

    private const int CacheBits = 6;
    private const short Unknown = -1;

    // 8 x 8 Bayer matrix, values 0 to 63.
    private static readonly byte[] bayer = MakeBayer();

    private readonly Dictionary<int, byte>? exact;
    private readonly short[] nearest = [];
    private readonly double spread;

    /// <summary>Chooses the colours for the pixels that changed.</summary>
    /// <param name="pixels">RGB samples.</param>
    /// <param name="changed">Which pixels count, shape [pixels].</param>
    internal GifPalette(ReadOnlySpan<byte> pixels, ReadOnlySpan<bool> changed)
    {
        exact = ExactColors(pixels, changed);
        if (exact is not null)
        {
            Colors = new byte[3 * exact.Count];
            foreach ((int color, byte index) in exact)
            {
                Colors[3 * index] = (byte)(color >> 16);
                Colors[3 * index + 1] = (byte)(color >> 8);
                Colors[3 * index + 2] = (byte)color;
            }

            return;
        }

        ColorQuantizer quantizer = new();
        for (int pixel = 0; pixel < changed.Length; pixel++)
        {
            if (changed[pixel]) quantizer.Add(pixels[3 * pixel], pixels[3 * pixel + 1], pixels[3 * pixel + 2]);
        }

        (Colors, double error) = quantizer.Choose(LargestCount);
        // A uniform error of rms e has a width of e sqrt(12): dither of that width just bridges neighbouring colours.
        spread = error * Math.Sqrt(12);
        nearest = new short[1 << (3 * CacheBits)];
        Array.Fill(nearest, Unknown);
    }

    /// <summary>RGB samples of the colours.</summary>
    internal byte[] Colors { get; }

    /// <summary>The index for a pixel; its place decides the dither.</summary>
    internal byte IndexOf(byte red, byte green, byte blue, int column, int row)
    {
        if (exact is not null) return exact[Pack(red, green, blue)];
        double shift = ((bayer[(row & 7) * 8 + (column & 7)] + 0.5) / 64 - 0.5) * spread;
        int r = Shifted(red, shift);
        int g = Shifted(green, shift);
        int b = Shifted(blue, shift);
        const int Drop = 8 - CacheBits;
        ref short found = ref nearest[(((r >> Drop) << CacheBits | (g >> Drop)) << CacheBits) | (b >> Drop)];
        if (found == Unknown) found = Search(Centre(r), Centre(g), Centre(b));
        return (byte)found;
    }

    private static int Pack(byte red, byte green, byte blue) => red << 16 | green << 8 | blue;

    private static int Shifted(byte value, double shift) => (int)Math.Clamp(value + shift + 0.5, 0, 255);

    private static int Centre(int value) => (value & ~3) + 2;

    private static Dictionary<int, byte>? ExactColors(ReadOnlySpan<byte> pixels, ReadOnlySpan<bool> changed)
    {
        Dictionary<int, byte> colors = [];
        for (int pixel = 0; pixel < changed.Length; pixel++)
        {
            if (!changed[pixel]) continue;
            int color = Pack(pixels[3 * pixel], pixels[3 * pixel + 1], pixels[3 * pixel + 2]);
            if (colors.ContainsKey(color)) continue;
            if (colors.Count == LargestCount) return null;
            colors.Add(color, (byte)colors.Count);
        }

        return colors;
    }

    private short Search(int red, int green, int blue)
    {
        int best = 0;
        int bestDistance = int.MaxValue;
        for (int index = 0; index < Colors.Length / 3; index++)
        {
            int r = Colors[3 * index] - red;
            int g = Colors[3 * index + 1] - green;
            int b = Colors[3 * index + 2] - blue;
            int distance = r * r + g * g + b * b;
            if (distance < bestDistance) (best, bestDistance) = (index, distance);
        }

        return (short)best;
    }

    private static byte[] MakeBayer()
    {
        byte[] matrix = new byte[64];
        for (int row = 0; row < 8; row++)
        {
            for (int column = 0; column < 8; column++)
            {
                // Interleave the bits of (row xor column) and row, highest weight to the lowest bit.
                int value = 0;
                for (int bit = 0; bit < 3; bit++)
                {
                    value = value << 2 | ((row ^ column) >> bit & 1) << 1 | (row >> bit & 1);
                }

                matrix[row * 8 + column] = (byte)value;
            }
        }

        return matrix;
    }
}
