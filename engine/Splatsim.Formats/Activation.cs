namespace Splatsim.Formats;

/// <summary>The maps between stored values of training files and the activated ones that some formats hold.</summary>
internal static class Activation
{
    /// <summary>The constant of the spherical-harmonic basis of degree 0: colour = 0.5 + C0 f_dc.</summary>
    internal const double Sh0 = 0.28209479177387814;

    /// <summary>Opacity of a logit; exact at +-infinity.</summary>
    internal static double Sigmoid(double logit) => 1 / (1 + Math.Exp(-logit));

    /// <summary>Logit of an opacity; -infinity at 0 (invisible), +infinity at 1 (opaque).</summary>
    internal static double Logit(double opacity) => Math.Log(opacity / (1 - opacity));

    /// <summary>The logits of the opacities b / 255.</summary>
    internal static float[] ByteLogits { get; } = [.. Enumerable.Range(0, 256).Select(b => (float)Math.Log(b / (255.0 - b)))];

    /// <summary>A value rounded to the nearest byte, limited to 0..255; NaN becomes 0.</summary>
    internal static byte ToByte(double value) => (byte)Math.Clamp(Math.Round(double.IsNaN(value) ? 0 : value, MidpointRounding.AwayFromZero), 0, 255);
}
