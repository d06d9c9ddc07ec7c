namespace Splatsim.Imaging;

/// <summary>
/// The sRGB transfer function and its inverse, continued oddly to negative values so that no colour is lost.
/// </summary>
/// <remarks>IEC 61966-2-1:1999: 12.92 x below 0.0031308, 1.055 x^(1/2.4) - 0.055 above.</remarks>
public static class ColorTransfer
{
    /// <summary>sRGB value to linear light, both nominally 0 to 1.</summary>
    /// <param name="value">sRGB value.</param>
    public static float SrgbToLinear(float value)
    {
        float size = Math.Abs(value);
        float linear = size <= 0.04045f ? size / 12.92f : MathF.Pow((size + 0.055f) / 1.055f, 2.4f);
        return MathF.CopySign(linear, value);
    }

    /// <summary>Linear light to sRGB value, both nominally 0 to 1.</summary>
    /// <param name="value">Linear value.</param>
    public static float LinearToSrgb(float value)
    {
        float size = Math.Abs(value);
        float encoded = size <= 0.0031308f ? size * 12.92f : 1.055f * MathF.Pow(size, 1f / 2.4f) - 0.055f;
        return MathF.CopySign(encoded, value);
    }
}
