using Splatsim.Imaging;

namespace Splatsim.Fitting;

/// <summary>Planes of frames as predictions: what is drawn in floats, and the gradient that the rasterizer takes back.</summary>
public static class FrameLosses
{
    /// <summary>A picture as target.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="weights">How much pixels count, one channel of the same size; null when all count 1.</param>
    /// <exception cref="ArgumentException">The weights have another size.</exception>
    public static LossTarget Target(FloatImage image, FloatImage? weights = null)
    {
        if (weights is not null && (weights.Width != image.Width || weights.Height != image.Height || weights.Channels != 1))
            throw new ArgumentException($"the weights are {weights.Width} x {weights.Height} x {weights.Channels} but must be {image.Width} x {image.Height} x 1", nameof(weights));
        return new(image.Width, image.Height, image.Channels, Doubles(image.Data), weights is null ? null : Doubles(weights.Data));
    }

    /// <summary>Evaluates a loss of a plane and adds its gradient to a plane.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="weight">What it is multiplied by.</param>
    /// <param name="predicted">The plane that was drawn.</param>
    /// <param name="gradient">Added to; the plane's size.</param>
    /// <returns>The weighted loss.</returns>
    /// <exception cref="ArgumentException">The planes differ in shape, or do not fit the loss.</exception>
    public static double Add(ILoss loss, double weight, FloatImage predicted, FloatImage gradient)
    {
        if (predicted.Width != gradient.Width || predicted.Height != gradient.Height || predicted.Channels != gradient.Channels)
        {
            throw new ArgumentException(
                $"the gradient is {gradient.Width} x {gradient.Height} x {gradient.Channels} but the plane {predicted.Width} x {predicted.Height} x {predicted.Channels}", nameof(gradient));
        }

        double[] values = Doubles(predicted.Data), own = new double[values.Length];
        double result = weight * loss.Evaluate(values, own);
        for (int i = 0; i < own.Length; i++) gradient.Data[i] += (float)(weight * own[i]);
        return result;
    }

    private static double[] Doubles(float[] values) => Array.ConvertAll(values, v => (double)v);
}
