namespace Splatsim.Imaging;

/// <summary>
/// Repairs colours that were decoded with the wrong YCbCr matrix. OpenCV decodes every film with BT.601, and most films
/// say BT.709: saturated colours come out up to 25 levels wrong, which a fit to a film would take for physics.
/// </summary>
/// <remarks>
/// ITU-R BT.601 and BT.709, with luma Y = Kr R + (1 - Kr - Kb) G + Kb B,
/// Cb = (B - Y) / (2 - 2 Kb), Cr = (R - Y) / (2 - 2 Kr). The repair is linear: decode(right) encode(BT.601).
/// </remarks>
internal sealed class ColorMatrix
{
    private const double DecodedRed = 0.299;
    private const double DecodedBlue = 0.114;

    private readonly double[] rows = new double[9];

    private ColorMatrix(double kr, double kb)
    {
        for (int source = 0; source < 3; source++)
        {
            double red = source == 0 ? 1 : 0;
            double green = source == 1 ? 1 : 0;
            double blue = source == 2 ? 1 : 0;
            double luma = DecodedRed * red + (1 - DecodedRed - DecodedBlue) * green + DecodedBlue * blue;
            double right = luma + (2 - 2 * kr) * (red - luma) / (2 - 2 * DecodedRed);
            double left = luma + (2 - 2 * kb) * (blue - luma) / (2 - 2 * DecodedBlue);
            rows[source] = right;
            rows[3 + source] = (luma - kr * right - kb * left) / (1 - kr - kb);
            rows[6 + source] = left;
        }
    }

    /// <summary>The repair for a film's matrix code, or null when BT.601 is right, or nothing is known.</summary>
    /// <param name="code">Matrix coefficients of ITU-T H.273: 1 BT.709, 9 and 10 BT.2020.</param>
    internal static ColorMatrix? For(int? code) => code switch
    {
        1 => new ColorMatrix(0.2126, 0.0722),
        9 or 10 => new ColorMatrix(0.2627, 0.0593),
        _ => null,
    };

    /// <summary>Repairs an RGB image in place. Colours that BT.601 had pushed out of range stay clipped.</summary>
    internal void Apply(ByteImage image)
    {
        for (int index = 0; index < image.Data.Length; index += 3)
        {
            Span<byte> pixel = image.Data.AsSpan(index, 3);
            (byte red, byte green, byte blue) = (pixel[0], pixel[1], pixel[2]);
            for (int channel = 0; channel < 3; channel++)
            {
                double value = rows[3 * channel] * red + rows[3 * channel + 1] * green + rows[3 * channel + 2] * blue;
                pixel[channel] = (byte)Math.Clamp(value + 0.5, 0, 255);
            }
        }
    }
}
